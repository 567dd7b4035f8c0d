/** The old client has no types of its own: only what the tests use. */
declare module "socket.io-client-v2" {
  export interface OldSocket {
    id: string
    connected: boolean
    io: {
      engine: { transport: { name: string }; on: (event: string, listener: () => void) => void }
    }
    on: (event: string, listener: (...args: never[]) => void) => OldSocket
    emit: (event: string, ...args: unknown[]) => OldSocket
    close: () => OldSocket
  }
  export default function io(url: string, options?: Record<string, unknown>): OldSocket
}

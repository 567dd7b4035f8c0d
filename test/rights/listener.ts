import { io, type Socket } from "socket.io-client"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

/** A socket that writes down all it hears, as text. */
export interface Listener {
  heard: string[]
  /** Emits and waits for the ack. */
  ask: (event: string, ...args: unknown[]) => Promise<Json>
  /** Waits until all that the server has sent so far is here. */
  settle: () => Promise<void>
  close: () => void
}

/** @param token absent, nobody signs in. */
export async function listen(url: string, token?: string): Promise<Listener> {
  const socket: Socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false })
  const heard: string[] = []
  socket.onAny((...event) => heard.push(JSON.stringify(event)))
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve)
    socket.on("connect_error", reject)
  })
  const ask = (event: string, ...args: unknown[]) => socket.timeout(15_000).emitWithAck(event, ...args)
  if (token && (await ask("auth2", token)).RC !== 0) throw new Error("the socket was not let in")
  return {
    heard,
    ask,
    settle: async () => void (await ask("conf", { encoding: "none" })),
    close: () => socket.close(),
  }
}

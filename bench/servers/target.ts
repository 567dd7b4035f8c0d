import type { LightSocket } from "../driver/light-socket.ts"

/** What every scenario asks of a server, bare or ours. */
export interface Target {
  name: string
  url: () => URL
  /** CPU time so far, its database's included, in ms. */
  cpuMs: () => number
  rssBytes: () => number
  /** Asks it to drop its garbage, soon. */
  collect: () => void
  /** Makes users and rooms known. */
  prepare: (rooms: ReadonlyMap<string, readonly string[]>) => Promise<void>
  /** The whole bytes of one `POST /messages`. */
  post: (room: string, sender: string, text: string) => string
  /** Opens a socket of a user and signs it in. */
  connect: (
    user: string,
    hear?: (socket: LightSocket, payload: Buffer | null) => void,
  ) => Promise<LightSocket>
  /** A new process on the same data, cold and clean. @param meanwhile done while no process has the data open. */
  restart: (meanwhile?: () => Promise<void>) => Promise<void>
  stop: () => Promise<void>
}

/** Rooms that each hold the same number of users, every user in one room. */
export function makeRooms(rooms: number, members: number): Map<string, string[]> {
  return new Map(
    Array.from({ length: rooms }, (_, room) => [
      `room-${room}`,
      Array.from({ length: members }, (_, member) => `user-${room}-${member}`),
    ]),
  )
}

import type { Server, Socket } from "socket.io"
import { base64OfJson } from "../lib/base64.ts"

type Encoding = "plain" | "base64"
const encodings: Encoding[] = ["plain", "base64"]

/** A channel for each room or user, and encoding: what goes out is written once a channel, whoever listens. */
const roomChannel = (roomId: string, encoding: Encoding) => `${encoding}:room:${roomId}`
const clientChannel = (clientId: string, encoding: Encoding) => `${encoding}:client:${clientId}`

/** Text that is not JSON on any socket: on base64 ones, the bytes of the bare text (contract: decided.md 3). */
export class BareText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function encode(payload: unknown, encoding: Encoding): unknown {
  if (payload instanceof BareText) {
    return encoding === "base64" ? Buffer.from(payload.text).toString("base64") : payload.text
  }
  return encoding === "base64" ? base64OfJson(payload) : payload
}

/** The only place that emits domain events; it also keeps who hears what. */
export interface Sockets {
  /** `payload` is asked for only if somebody listens. */
  toRoom(
    roomId: string,
    event: string,
    payload: () => unknown,
    options?: { except?: readonly string[] },
  ): void
  toClient(clientId: string, event: string, payload: () => unknown): void
  isConnected(clientId: string): boolean
  /** Makes all sockets of these users hear a room from now on. */
  addToRoom(roomId: string, clientIds: readonly string[]): void
  /** The opposite, at once. */
  removeFromRoom(roomId: string, clientIds: readonly string[]): void
  enter(socket: Socket, clientId: string, encoding: Encoding): void
  hear(socket: Socket, roomIds: readonly string[], encoding: Encoding): void
  unhear(socket: Socket, roomIds: readonly string[], encoding: Encoding): void
  recode(socket: Socket, encoding: Encoding): void
  leave(socket: Socket): void
}

/** @param delivered called with the number of sockets each emission reached. */
export function makeSockets(io: Server, delivered: (sockets: number) => void): Sockets {
  const { adapter } = io.sockets
  const listeners = (channel: string) => adapter.rooms.get(channel)?.size ?? 0

  function emit(
    channel: (encoding: Encoding) => string,
    event: string,
    make: () => unknown,
    except: readonly string[] = [],
  ): void {
    let payload: unknown
    for (const encoding of encodings) {
      const sockets = listeners(channel(encoding))
      if (sockets === 0) continue
      delivered(sockets)
      payload ??= make()
      const audience = io.to(channel(encoding))
      const silent =
        except.length === 0 ? audience : audience.except(except.map(id => clientChannel(id, encoding)))
      silent.emit(event, encode(payload, encoding))
    }
  }

  return {
    toRoom: (roomId, event, payload, { except } = {}) =>
      emit(encoding => roomChannel(roomId, encoding), event, payload, except),
    toClient: (clientId, event, payload) =>
      emit(encoding => clientChannel(clientId, encoding), event, payload),
    isConnected: clientId => encodings.some(encoding => listeners(clientChannel(clientId, encoding)) > 0),
    addToRoom: (roomId, clientIds) => {
      for (const encoding of encodings) {
        const present = clientIds
          .map(id => clientChannel(id, encoding))
          .filter(channel => listeners(channel) > 0)
        if (present.length > 0) io.in(present).socketsJoin(roomChannel(roomId, encoding))
      }
    },
    removeFromRoom: (roomId, clientIds) => {
      for (const encoding of encodings) {
        const present = clientIds
          .map(id => clientChannel(id, encoding))
          .filter(channel => listeners(channel) > 0)
        if (present.length > 0) io.in(present).socketsLeave(roomChannel(roomId, encoding))
      }
    },
    enter: (socket, clientId, encoding) => void socket.join(clientChannel(clientId, encoding)),
    hear: (socket, roomIds, encoding) => void socket.join(roomIds.map(id => roomChannel(id, encoding))),
    unhear: (socket, roomIds, encoding) =>
      leave(
        roomIds.map(id => roomChannel(id, encoding)),
        socket,
      ),
    recode: (socket, encoding) => {
      const channels = channelsOf(socket)
      leave(channels, socket)
      void socket.join(channels.map(channel => channel.replace(/^(plain|base64):/, `${encoding}:`)))
    },
    leave: socket => leave(channelsOf(socket), socket),
  }
}

/** All that a socket hears; the library's own channel of each socket stays. */
const channelsOf = (socket: Socket) => [...socket.rooms].filter(channel => channel !== socket.id)

function leave(channels: string[], socket: Socket): void {
  for (const channel of channels) void socket.leave(channel)
}

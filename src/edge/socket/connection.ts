import type { Socket } from "socket.io"
import type { Caller } from "../../chat/caller.ts"
import { fromServer } from "../../wire/events.ts"
import { type SignedOut, signedOut } from "../../wire/signed-out.ts"
import type { Encoding } from "./codec.ts"

/** Where a connection's events come from; the delivery floor fills it in. */
export interface Audience {
  /** Lets a socket hear what its user is told. */
  enter(socket: Socket, clientId: string, encoding: Encoding): void
  hear(socket: Socket, roomIds: readonly string[], encoding: Encoding): void
  unhear(socket: Socket, roomIds: readonly string[], encoding: Encoding): void
  /** Lets it hear the same in another encoding. */
  recode(socket: Socket, encoding: Encoding): void
  leave(socket: Socket): void
}

/** Where it is noted which users and devices are there; the delivery floor fills it in, too. */
export interface Presence {
  arrive(socketId: string, clientId: string, deviceId: string | null): void
  answered(socketId: string): void
  depart(socketId: string): void
}

/** A connection that is not signed in is closed after this time. */
const patienceMs = 60_000

/** One live socket: who it is, how it wants its events, and until when it may stay. */
export class Connection {
  readonly socket: Socket
  caller: (Caller & { kind: "user" }) | null = null
  /** Why it has no caller, while it has none. */
  reason: SignedOut = "notSignedIn"
  encoding: Encoding = "plain"
  attempts = 0
  /** The device that the client named when it signed in. */
  deviceId: string | null = null
  /** Ms since the epoch. */
  readonly connectedAt: number
  /** When its state must change: sign-in expires, or an unauthenticated socket is closed. Ms since the epoch. */
  deadline: number
  /** Events of one socket are handled one after the other. */
  work: Promise<void> = Promise.resolve()
  readonly #audience: Audience
  readonly #presence: Presence

  constructor(socket: Socket, audience: Audience, presence: Presence, now: number) {
    this.socket = socket
    this.#audience = audience
    this.#presence = presence
    this.connectedAt = now
    this.deadline = now + patienceMs
    // Whatever comes proves life: a heartbeat as well as an event.
    const answered = () => presence.answered(socket.id)
    socket.conn.on("packet", answered)
    socket.once("disconnect", () => {
      socket.conn.off("packet", answered)
      presence.depart(socket.id)
    })
  }

  /**
   * Hears nothing of another user any more; who signs in anew as the same hears on without a gap.
   * @param deviceId null when the client named none.
   */
  signIn(caller: Caller & { kind: "user" }, deviceId: string | null): void {
    if (this.caller?.clientId !== caller.clientId) this.#audience.leave(this.socket)
    this.caller = caller
    this.deviceId = deviceId
    this.deadline = caller.expiresAt
    if (!this.socket.connected) return
    this.#audience.enter(this.socket, caller.clientId, this.encoding)
    this.#presence.arrive(this.socket.id, caller.clientId, deviceId)
  }

  /** Hears these rooms too, unless the sign-in or the connection has ended meanwhile. */
  hear(roomIds: readonly string[]): void {
    if (this.caller && this.socket.connected) this.#audience.hear(this.socket, roomIds, this.encoding)
  }

  unhear(roomIds: readonly string[]): void {
    this.#audience.unhear(this.socket, roomIds, this.encoding)
  }

  /** Takes effect with the next event. */
  changeEncoding(encoding: Encoding): void {
    if (encoding === this.encoding) return
    this.encoding = encoding
    this.#audience.recode(this.socket, encoding)
  }

  /** Ends all rights at once but not the socket: clients that are closed come back without pause (decided.md 1). */
  cutOff(now: number, reason: SignedOut): void {
    this.deadline = now + patienceMs
    this.caller = null
    this.reason = reason
    this.#audience.leave(this.socket)
    this.#presence.depart(this.socket.id)
  }

  /** Cuts off and says why. */
  end(now: number, reason: SignedOut): void {
    this.cutOff(now, reason)
    this.socket.emit(fromServer.error, signedOut(reason))
  }

  /** Does what time demands. */
  expire(now: number): void {
    if (now < this.deadline) return
    if (!this.caller) return void this.socket.disconnect(true)
    this.end(now, "expired")
  }
}

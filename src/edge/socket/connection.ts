import type { Socket } from "socket.io"
import type { Caller } from "../../chat/caller.ts"
import { failure } from "../../wire/errors.ts"
import { fromServer } from "../../wire/events.ts"
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

/** A connection that is not signed in is closed after this time. */
const patienceMs = 60_000

/** One live socket: who it is, how it wants its events, and until when it may stay. */
export class Connection {
  readonly socket: Socket
  caller: (Caller & { kind: "user" }) | null = null
  encoding: Encoding = "plain"
  attempts = 0
  /** When its state must change: sign-in expires, or an unauthenticated socket is closed. Ms since the epoch. */
  deadline: number
  /** Events of one socket are handled one after the other. */
  work: Promise<void> = Promise.resolve()
  /** How many of them have not been handled. */
  waiting = 0
  readonly #audience: Audience

  constructor(socket: Socket, audience: Audience, now: number) {
    this.socket = socket
    this.#audience = audience
    this.deadline = now + patienceMs
  }

  signIn(caller: Caller & { kind: "user" }): void {
    this.#audience.leave(this.socket)
    this.caller = caller
    this.deadline = caller.expiresAt
    this.#audience.enter(this.socket, caller.clientId, this.encoding)
  }

  /** Hears these rooms too, unless the sign-in has ended meanwhile. */
  hear(roomIds: readonly string[]): void {
    if (this.caller) this.#audience.hear(this.socket, roomIds, this.encoding)
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
  cutOff(now: number): void {
    this.deadline = now + patienceMs
    this.caller = null
    this.#audience.leave(this.socket)
  }

  /** Cuts off and says why. */
  end(now: number, sentence: string): void {
    this.cutOff(now)
    this.socket.emit(fromServer.error, failure("INVALID_TOKEN", sentence))
  }

  /** Does what time demands. */
  expire(now: number): void {
    if (now < this.deadline) return
    if (!this.caller) return void this.socket.disconnect(true)
    this.end(now, "The token has expired.")
  }
}

import { CatchUp, type CatchUpHandlers } from "./catch-up.ts"
import { ServerClock } from "./clock.ts"
import { type Connection, type Io, openConnection } from "./connection.ts"
import { around, retryDelay } from "./delays.ts"
import type { Refusal } from "./errors.ts"
import type { SignedIn } from "./live-events.ts"
import { createRest, type Request } from "./rest.ts"
import { SignInRefused, signIn } from "./sign-in.ts"
import { type TokenOption, TokenSource } from "./token-source.ts"
import { watchWake } from "./wake.ts"

/**
 * connecting: dialling, signing in or catching up. online: signed in, and nothing is missing. offline: waiting before the
 * next attempt. signedOut: no token is good; nothing is tried until `connect` is called.
 */
export type LinkState = "connecting" | "online" | "offline" | "signedOut"

export interface LinkOptions {
  /** Origin of the server; in a browser the page's own unless given. */
  url?: string
  clientKey: string
  token: TokenOption
  /** Names this device: while it is online it gets no push. */
  deviceId?: string
  /** "web" unless given. */
  platform?: string
  encoding?: "base64"
  /** Where an earlier session stopped, if what it held is still there. */
  cursor?: string
  /** Most messages of a room in one answer of the catch-up, 1 to 100; 50 unless given. */
  limit?: number
  /** About how often an online link looks for what it may have lost all the same; 180,000 ms unless given. */
  refreshMs?: number
  /** Another Socket.IO client library, such as one of version 2. */
  io?: Io
  fetch?: typeof fetch
  /** The device's clock, ms since the epoch. It may be wrong. */
  now?: () => number
}

export interface LinkHandlers extends CatchUpHandlers {
  state(state: LinkState, refusal?: Refusal): void
  /** Signed in, at first and after every reconnect. @returns false when what is held is not this user's. */
  signedIn(me: SignedIn): boolean
  /** Something failed that will be tried again. */
  error(error: unknown): void
}

/** A connection that comes back by itself, signs in again, and catches up with what it missed. It keeps no view. */
export class Link {
  readonly request: Request
  readonly clock: ServerClock
  readonly #options: LinkOptions & { url: string }
  readonly #handlers: LinkHandlers
  readonly #tokens: TokenSource
  readonly #catchUp: CatchUp
  readonly #life = new AbortController()
  readonly #stopWaking: () => void
  #connection: Connection | undefined
  #isSigningIn = false
  /** Rises with each sign-in and each loss: what an earlier turn began counts no more. */
  #turn = 0
  #state: LinkState = "offline"
  #attempts = 0
  #isPollingFirst = false
  /** The one thing that waits: the next attempt, or the next refresh. */
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    const url = (options.url || globalThis.location.origin).replace(/\/+$/, "")
    this.#options = { ...options, url }
    this.#handlers = handlers
    this.#tokens = new TokenSource(options.token, this.#life.signal)
    this.clock = new ServerClock(options.now ?? Date.now)
    this.request = createRest({
      url,
      clientKey: options.clientKey,
      tokens: this.#tokens,
      clock: this.clock,
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      life: this.#life.signal,
      onRefused: refusal => this.#signOut(refusal),
    })
    const { cursor, limit = 50 } = options
    this.#catchUp = new CatchUp({ request: this.request, cursor, limit }, handlers)
    this.#stopWaking = watchWake(() => this.wake())
  }

  get state(): LinkState {
    return this.#state
  }

  /** Up to where everything has been told; given to a later session it goes on from there. */
  get cursor(): string | undefined {
    return this.#catchUp.cursor
  }

  /** Dials, unless a connection stands or is being made; also the way back from `signedOut`. */
  connect(): void {
    if (this.#connection || this.#life.signal.aborted) return
    clearTimeout(this.#timer)
    const { url, io, encoding } = this.#options
    this.#connection = openConnection(
      { url, io, encoding, isPollingFirst: this.#isPollingFirst },
      {
        onOpen: () => void this.#enter(),
        onLost: () => this.#lose(),
        onEvent: event => this.#catchUp.hear(event),
        onCutOff: answer => {
          if (answer.RC === 401 && !this.#isSigningIn) void this.#enter()
        },
      },
    )
    this.#setState("connecting")
  }

  /** Somebody looks, or the network is back: finds out at once whether the link is alive, and what it missed. */
  wake(): void {
    if (this.#state === "offline") this.connect()
    if (this.#state !== "online") return
    this.#connection?.probe()
    this.refresh()
  }

  /** Looks for what was missed, as happens by itself after each sign-in and every few minutes. */
  refresh(): void {
    const turn = this.#turn
    this.#catchUp
      .run()
      .catch(error => turn === this.#turn && this.#handlers.error(error))
      .then(() => turn === this.#turn && this.#state === "online" && this.#refreshLater())
  }

  /** Says something that is worth nothing later; lost unless online. */
  say(event: string, ...args: unknown[]): void {
    if (this.#state === "online") this.#connection?.say(event, ...args)
  }

  close(): void {
    this.#life.abort()
    this.#stopWaking()
    this.#leave()
    this.#setState("offline")
  }

  #setState(state: LinkState, refusal?: Refusal): void {
    if (state === this.#state) return
    this.#state = state
    this.#handlers.state(state, refusal)
  }

  /** Signs in on the connection that stands, at first or again, and catches up. */
  async #enter(): Promise<void> {
    const connection = this.#connection
    if (!connection) return
    const turn = this.#begin()
    this.#setState("connecting")
    this.#isSigningIn = true
    try {
      const me = await signIn(connection, this.#tokens, this.#options)
      if (turn !== this.#turn) return
      this.#isSigningIn = false
      if (me.lastLoginTimeMS) this.clock.set(me.lastLoginTimeMS)
      if (!this.#handlers.signedIn(me)) this.#catchUp.cursor = undefined
      await this.#settle(turn)
    } catch (error) {
      if (turn !== this.#turn) return
      if (error instanceof SignInRefused) return this.#signOut(error.refusal)
      this.#handlers.error(error)
      this.#lose()
    }
  }

  /** Catches up, as often as it takes while the sign-in holds. */
  async #settle(turn: number): Promise<void> {
    try {
      await this.#catchUp.run()
    } catch (error) {
      if (turn !== this.#turn) return
      this.#handlers.error(error)
      this.#timer = setTimeout(() => void this.#settle(turn), retryDelay(this.#attempts++))
      return
    }
    if (turn !== this.#turn) return
    this.#attempts = 0
    // First, since whoever hears the state may close the link.
    this.#refreshLater()
    this.#setState("online")
  }

  #refreshLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.refresh(), around(this.#options.refreshMs ?? 180_000))
  }

  #lose(): void {
    // A WebSocket that never opened may be barred by something on the way.
    this.#isPollingFirst = this.#connection?.wasOpen === false && !this.#isPollingFirst
    this.#leave()
    this.#timer = setTimeout(() => this.connect(), retryDelay(this.#attempts++))
    this.#setState("offline")
  }

  #signOut(refusal: Refusal): void {
    if (this.#life.signal.aborted) return
    this.#leave()
    this.#setState("signedOut", refusal)
  }

  #leave(): void {
    this.#begin()
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Ends what the turn so far had begun. @returns the number of the new one. */
  #begin(): number {
    clearTimeout(this.#timer)
    this.#isSigningIn = false
    this.#catchUp.stop()
    return ++this.#turn
  }
}

/** Differences up to this may be those of a date told in whole seconds, on its way. */
const slackMs = 60_000

/** The server's time as far as its answers tell: clocks of devices may be off by days. */
export class ServerClock {
  readonly #now: () => number
  #offset = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Ms since the epoch. */
  now(): number {
    return Math.floor(this.#now() + this.#offset)
  }

  /** The server's clock shows this right now. */
  set(serverMs: number): void {
    this.#offset = serverMs - this.#now()
  }

  /** The server's clock shows about this: believed where it contradicts what was known. */
  hint(serverMs: number): void {
    if (Math.abs(serverMs - this.now()) > slackMs) this.set(serverMs)
  }
}

import { type Failure, failure } from "../../wire/errors.ts"

/** Events of one connection that may wait for their turn, however small. */
const mostWaiting = 1000
const minuteMs = 60_000
/** A large event counts as one more for each so many bytes of it. */
const bytesOfOne = 16_384

export interface IntakeLimits {
  /** 0 is no limit. */
  eventsAMinute: number
  /** Bytes of events that may wait for their turn. */
  waitingBytes: number
}

/** What one connection may ask for: so many events a minute, and only so many of them waiting. */
export class Intake {
  readonly #limits: IntakeLimits
  /** Events that may come at once; it fills up again in a minute. */
  #allowance: number
  #filledAt: number
  #arrived = 0
  #waiting = 0
  #waitingBytes = 0

  constructor(limits: IntakeLimits, now: number) {
    this.#limits = limits
    this.#allowance = limits.eventsAMinute
    this.#filledAt = now
  }

  /** Notes the size of what came in; it is that of the events that ask next. */
  arrive(bytes: number): void {
    this.#arrived += bytes
  }

  /** @returns the size to `finish` with once the event was handled, or why it must not be. */
  admit(now: number): { bytes: number } | Failure {
    const bytes = this.#arrived
    this.#arrived = 0
    const { eventsAMinute, waitingBytes } = this.#limits
    if (this.#waiting >= mostWaiting || this.#waitingBytes > waitingBytes) {
      return failure("RATE_LIMIT_EXCEEDED", "Too many events wait on this connection: send slower.")
    }
    if (eventsAMinute > 0 && !this.#take(now, bytes)) {
      const sentence = `More than ${eventsAMinute} events a minute on this connection: send slower.`
      return failure("RATE_LIMIT_EXCEEDED", sentence)
    }
    this.#waiting++
    this.#waitingBytes += bytes
    return { bytes }
  }

  finish(bytes: number): void {
    this.#waiting--
    this.#waitingBytes -= bytes
  }

  #take(now: number, bytes: number): boolean {
    const { eventsAMinute } = this.#limits
    const cost = Math.min(eventsAMinute, 1 + Math.floor(bytes / bytesOfOne))
    const passedMs = Math.max(0, now - this.#filledAt)
    this.#filledAt = now
    this.#allowance = Math.min(eventsAMinute, this.#allowance + (passedMs * eventsAMinute) / minuteMs)
    if (this.#allowance < cost) return false
    this.#allowance -= cost
    return true
  }
}

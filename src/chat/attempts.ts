/** How many guesses are free, and how long one waits after more; ms. */
export interface Patience {
  free: number
  firstMs: number
  longestMs: number
}

/** Who did not guess for so long begins anew. */
const forgottenMs = 3_600_000

/** Subjects that are remembered at most. */
const mostKnown = 10_000

interface Tries {
  count: number
  /** Nobody may try before. */
  until: number
  at: number
}

/** Counts guesses of each subject, an address or a name. */
export class Attempts {
  readonly #patience: Patience
  readonly #tries = new Map<string, Tries>()

  constructor(patience: Patience) {
    this.#patience = patience
  }

  /** @returns ms until the subject may try, 0 when it may. */
  waitOf(subject: string, now: number): number {
    return Math.max(0, (this.#tries.get(subject)?.until ?? 0) - now)
  }

  /** Counts a try before its outcome is known, so that many at once are no way around. */
  begin(subject: string, now: number): void {
    const { free, firstMs, longestMs } = this.#patience
    const known = this.#tries.get(subject)
    const count = 1 + (known && now - known.at < forgottenMs ? known.count : 0)
    const pause = count < free ? 0 : Math.min(longestMs, firstMs * 2 ** (count - free))
    this.#tries.delete(subject)
    const [oldest] = this.#tries.keys()
    if (this.#tries.size >= mostKnown && oldest !== undefined) this.#tries.delete(oldest)
    this.#tries.set(subject, { count, until: now + pause, at: now })
  }

  /** The last try was right. */
  forgive(subject: string): void {
    this.#tries.delete(subject)
  }
}

interface Told {
  /** The last change that was told. */
  version: number
  /** The user cannot see it any more. */
  isGone: boolean
  /** Where it stood: after all of a room was deleted, an id may come back at a later place. */
  place?: number
}

/** Answers that were asked for before something changed do not arrive later than this after it. */
const keptMs = 60_000

/** What was told of messages lately, so that nothing is told twice and late answers bring back nothing deleted. */
export class Recent {
  #young = new Map<string, Told>()
  #old = new Map<string, Told>()
  #turnedAt = performance.now()

  get(id: string): Told | undefined {
    return this.#young.get(id) ?? this.#old.get(id)
  }

  note(id: string, told: Told): void {
    this.#young.set(id, told)
  }

  /** Whether this version is one that the user may not see any more. */
  isGone(id: string, version: number, place: number): boolean {
    const told = this.get(id)
    return told?.isGone === true && told.version >= version && (told.place ?? place) >= place
  }

  /** The server will not repeat what it has told up to now: called after each catch-up, forgets what is old enough. */
  turn(): void {
    if (performance.now() - this.#turnedAt < keptMs) return
    this.#turnedAt = performance.now()
    this.#old = this.#young
    this.#young = new Map()
  }
}

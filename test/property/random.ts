/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export interface Chance {
  /** Below 1, not below 0. */
  next: () => number
  /** True about once in so many times. */
  oneIn: (times: number) => boolean
  /** @throws Error when there is nothing to pick from. */
  pick: <T>(from: readonly T[]) => T
  /** So many different ones at most. */
  some: <T>(from: readonly T[], most: number) => T[]
}

export function makeChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new Error("nothing to pick from")
    return from[Math.floor(next() * from.length)] as T
  }
  return {
    next,
    pick,
    oneIn: times => next() * times < 1,
    some: (from, most) => {
      const left = [...from]
      const count = Math.min(left.length, 1 + Math.floor(next() * most))
      return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)).flat()
    },
  }
}

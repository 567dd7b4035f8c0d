/** Milliseconds since the epoch. */
export type Clock = () => number

export const isoOf = (ms: number) => new Date(ms).toISOString()

/** The last instant that a date can hold. */
const latest = 8.64e15

/** Reads ISO 8601 text, or milliseconds since the epoch as number or digits; undefined when it is neither. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === "number")
    return Number.isInteger(value) && value >= 0 && value <= latest ? value : undefined
  if (typeof value !== "string" || value.trim() === "") return undefined
  if (/^\d+$/.test(value)) return instantOf(Number(value))
  const ms = /^\d{4}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** The day of an instant, UTC, like 2026-11-21. */
export const dayOf = (ms: number) => isoOf(ms).slice(0, 10)

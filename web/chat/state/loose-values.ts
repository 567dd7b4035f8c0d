/** What strangers send may be anything: these read one shape and nothing else. */

export type Loose = Record<string, unknown>

/** An object, or the JSON text of one; else empty. */
export function objectOf(value: unknown): Loose {
  if (typeof value === "string") return value.startsWith("{") ? objectOf(parse(value)) : {}
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The objects of a list, as many as are wanted; everything else in it is left out. */
export function objectsOf(value: unknown, most: number): Loose[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, most).filter(one => typeof one === "object" && one !== null && !Array.isArray(one))
}

/** Text with something in it; numbers are written out. */
export function wordsOf(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return String(value)
  return typeof value === "string" ? value : ""
}

/** A number within limits, also from its text. */
export function numberOf(value: unknown, least: number, most: number): number | undefined {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return undefined
  const number = Number(value)
  return number >= least && number <= most ? number : undefined
}

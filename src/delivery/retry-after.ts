/**
 * Reads the header `Retry-After`: seconds, or a date as HTTP writes it (RFC 9110, 10.2.3).
 * @returns milliseconds from now, never negative; undefined when it says nothing that can be read.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

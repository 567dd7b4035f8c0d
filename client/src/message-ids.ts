const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0")

let made = 0

/** A message id, built as the server's: hex digits, 8 of seconds, 3 of milliseconds, 5 of a counter, 8 random. */
export function newMessageId(now: number): string {
  const ms = Math.floor(now)
  made = (made + 1) % 0x100000
  return hex(Math.floor(ms / 1000), 8) + hex(ms % 1000, 3) + hex(made, 5) + randomHex(4)
}

/** Milliseconds since the epoch; to the second if the id is of the older kind, random after the seconds. */
export function timeOfId(id: string): number {
  const ms = Number.parseInt(id.slice(8, 11), 16)
  return Number.parseInt(id.slice(0, 8), 16) * 1000 + (ms < 1000 ? ms : 0)
}

export function randomHex(bytes: number): string {
  const values = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(values, value => hex(value, 2)).join("")
}

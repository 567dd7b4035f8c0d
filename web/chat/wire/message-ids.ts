/** A message id: 8 hex digits of seconds, then 16 random ones. As text, ids sort by time. */
export function newMessageId(now: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0")
  return seconds + randomHex(8)
}

export function randomHex(bytes: number): string {
  const values = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(values, value => value.toString(16).padStart(2, "0")).join("")
}

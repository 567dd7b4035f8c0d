import { expect, test } from "vitest"
import { retryAfterMs } from "../../src/delivery/retry-after.ts"

const now = Date.parse("2026-01-05T10:00:00Z")

test.each<[string | undefined, number | undefined]>([
  ["0", 0],
  ["120", 120_000],
  [" 7 ", 7000],
  ["Mon, 05 Jan 2026 10:01:30 GMT", 90_000],
  ["Monday, 05-Jan-26 10:00:10 GMT", 10_000],
  ["Mon, 05 Jan 2026 09:00:00 GMT", 0],
  [undefined, undefined],
  ["", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["99999999999999999999", undefined],
])("Retry-After: %s is %s ms", (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms)
})

import { expect, test } from "vitest"
import { createFormats } from "../../../../web/dashboard/state/formats.ts"

const formats = createFormats("en-GB")

test("durations are told by their largest unit", () => {
  expect(formats.duration(400)).toBe("0 seconds")
  expect(formats.duration(61_000)).toBe("1 minute")
  expect(formats.duration(3 * 3_600_000 + 5)).toBe("3 hours")
  expect(formats.duration(50 * 3_600_000)).toBe("2 days")
})

test("bytes are told by a unit that suits them", () => {
  expect(formats.bytes(0)).toBe("0 byte")
  expect(formats.bytes(1500)).toBe("1.5 kB")
  expect(formats.bytes(158_800_000)).toBe("158.8 MB")
  expect(formats.bytes(3e15)).toBe("3,000 TB")
})

test("a day of the server is that day wherever one looks from", () => {
  expect(formats.day("2026-11-21")).toBe("21 Nov")
})

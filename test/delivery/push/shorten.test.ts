import { expect, test } from "vitest"
import type { Notice } from "../../../src/delivery/push/notice.ts"
import { cut, shorten } from "../../../src/delivery/push/shorten.ts"

const notice: Notice = { title: "Ops", body: "Mina: hello", payload: {}, expiresAt: 0 }
const write = (shorter: Notice) => JSON.stringify(shorter)
const fitted = (more: Partial<Notice>, mostBytes: number) =>
  JSON.parse(shorten({ ...notice, ...more }, write, mostBytes) ?? "null")

test("what fits is left as it is", () => {
  const payload = { _id: "1", message: "hello", extra: { a: 1 }, reply: {} }
  expect(fitted({ payload, roomTags: ["vip"] }, 4096)).toEqual({ ...notice, payload, roomTags: ["vip"] })
})

test("parts go in their order, and no more of them than must", () => {
  const part = "x".repeat(500)
  const payload = { _id: "1", message: "hello", reply: part, contents: part, template: part, extra: part }
  const keysAt = (mostBytes: number) => Object.keys(fitted({ payload }, mostBytes).payload)
  expect(keysAt(2000)).toEqual(["_id", "message", "reply", "contents", "template"])
  expect(keysAt(1500)).toEqual(["_id", "message", "reply", "contents"])
  expect(keysAt(1000)).toEqual(["_id", "message", "reply"])
  expect(keysAt(400)).toEqual(["_id", "message"])
  expect(keysAt(75)).toEqual(["_id"])
})

test("texts are cut once the message is down to its ids, and an operator's payload to nothing", () => {
  const text = "x".repeat(600)
  const long = { body: text, alert: text, localized: { key: "k", args: ["Mina", text] }, payload: { text } }
  const { body, alert, localized, payload } = fitted(long, 600)
  expect(payload).toEqual({})
  expect([body, alert, localized.args[1]]).toEqual(Array(3).fill(`${"x".repeat(127)}…`))
  expect(localized).toMatchObject({ key: "k", args: ["Mina", expect.anything()] })
})

test("what cannot be shortened is told by undefined", () => {
  expect(shorten({ ...notice, type: "x".repeat(200) }, write, 200)).toBe(undefined)
})

test.each(["x", "中", "🍜", "👩‍👩‍👧‍👦", "🇹🇼", "e\u0301\u0302", "👍🏽", "नि", "한"])(
  "%s is never cut in two",
  letter => {
    const text = letter.repeat(60)
    for (let longest = 1; longest < text.length; longest++) {
      const short = cut(text, longest)
      expect(short.length).toBeLessThanOrEqual(longest)
      expect(short.length).toBeGreaterThan(longest - letter.length - 1)
      expect(short.at(-1)).toBe("…")
      expect(short.slice(0, -1).replaceAll(letter, "")).toBe("")
    }
    expect(cut(text, text.length)).toBe(text)
  },
)

test("a letter that is longer than the limit goes whole", () => {
  expect(cut(`Z${"\u0300".repeat(1000)}algo`, 512)).toBe("…")
})

test("half of a surrogate pair becomes the sign for what cannot be read", () => {
  expect(cut("so \ud83c", 512)).toBe("so \ufffd")
  expect(fitted({ body: "so \ud83c", localized: { key: "k", args: ["\ude00"] } }, 4096)).toMatchObject({
    body: "so \ufffd",
    localized: { args: ["\ufffd"] },
  })
})

import { expect, test } from "vitest"
import type { Message } from "../../client/src/index.ts"
import { mergeMessages, type ViewMessage } from "../../client/src/timeline.ts"

const messageOf = (_id: string, roomSeq: number, more: Partial<ViewMessage> = {}): ViewMessage => ({
  ...{ _id, roomSeq, createdAtMS: 1, room: "r", sender: { _id: "bob" }, messageType: "text" },
  ...more,
})
const ids = (messages: readonly Message[]) => messages.map(({ _id }) => _id).join("")

test("messages stand as the server has placed them, whatever their ids and times, in whatever order they come", () => {
  const page = [messageOf("c", 1), messageOf("a", 2), messageOf("b", 3)]
  expect(ids(mergeMessages([], page))).toBe("cab")
  expect(ids(mergeMessages([], [...page].reverse()))).toBe("cab")
  expect(ids(mergeMessages(page.slice(1), page.slice(0, 1)))).toBe("cab")
  expect(ids(mergeMessages([messageOf("c", 1), messageOf("b", 3)], page))).toBe("cab")
})

test("of two forms the one that was changed later is held", () => {
  const held = [messageOf("a", 1, { updatedAtMS: 5, message: "new" })]
  const merged = (updatedAtMS: number, message: string) =>
    mergeMessages(held, [messageOf("a", 1, { updatedAtMS, message })]).map(one => one.message)
  expect(merged(4, "old")).toEqual(["new"])
  expect(merged(6, "newer")).toEqual(["newer"])
})

test("unsent messages stay behind all others and take their place once they are stored", () => {
  const unsent = messageOf("u", 0, { roomSeq: undefined, delivery: "pending" })
  const held = mergeMessages([messageOf("a", 1), unsent], [messageOf("b", 9)])
  expect(ids(held)).toBe("abu")
  const stored = mergeMessages(held, [messageOf("u", 5)])
  expect(ids(stored)).toBe("aub")
  expect(stored.every(({ delivery }) => !delivery)).toBe(true)
})

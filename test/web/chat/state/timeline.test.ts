import { expect, test } from "vitest"
import { buildTimeline } from "../../../../web/chat/state/timeline.ts"
import type { Message } from "../../../../web/chat/wire/models.ts"
import { alice, messageOf, roomOf } from "./cast.ts"

function timelineOf(messages: Message[], unreadAfter?: string) {
  return buildTimeline(roomOf({ messages }), unreadAfter, "alice")
}

test("each day begins with its divider", () => {
  const nextDay = messageOf(2, { createdAtMS: 2 * 24 * 60 * 60_000 })
  expect(timelineOf([messageOf(1), nextDay]).map(row => row.kind)).toEqual(["day", "bubble", "day", "bubble"])
})

test("messages of one sender within minutes form a group", () => {
  const rows = timelineOf([messageOf(1), messageOf(2), messageOf(3, { sender: alice })])
  expect(rows.slice(1)).toMatchObject([
    { isFirst: true, isLast: false, isOwn: false },
    { isFirst: false, isLast: true },
    { isFirst: true, isLast: true, isOwn: true },
  ])
})

test("the unread divider stands above the first unread message of another", () => {
  const rows = timelineOf([messageOf(1), messageOf(2, { sender: alice }), messageOf(3)], messageOf(1)._id)
  expect(rows.map(row => row.kind)).toEqual(["day", "bubble", "bubble", "unread", "bubble"])
})

test("the unread divider goes by where messages were stored, not by the ids their senders chose", () => {
  const read = messageOf(1, { _id: `00000001${"f".repeat(16)}`, roomSeq: 1 })
  const unread = messageOf(1, { _id: `00000001${"0".repeat(16)}`, roomSeq: 2 })
  const kinds = (after: Message) => timelineOf([read, unread], after._id).map(row => row.kind)
  expect(kinds(read)).toEqual(["day", "bubble", "unread", "bubble"])
  expect(kinds(unread)).toEqual(["day", "bubble", "bubble"])
})

test("a system message stands alone", () => {
  const rows = timelineOf([messageOf(1), messageOf(2, { messageType: "joinRoom" }), messageOf(3)])
  expect(rows.map(row => row.kind)).toEqual(["day", "bubble", "system", "bubble"])
  expect(rows.at(-1)).toMatchObject({ isFirst: true })
})

import { expect, test } from "vitest"
import { buildTimeline, type Timeline } from "../../../../web/chat/state/timeline.ts"
import type { Message } from "../../../../web/chat/wire/models.ts"
import { alice, messageOf, roomOf } from "./cast.ts"

const me = "alice"

function timelineOf(messages: Message[], unreadAfter?: string, before?: Timeline): Timeline {
  return buildTimeline({ room: roomOf({ messages }), messages, unreadAfter, me }, before)
}

/** What stands above and in each row. */
const drawn = ({ rows }: Timeline) =>
  rows.flatMap(({ day, isDivided, kind }) => [
    ...(day === undefined ? [] : ["day"]),
    ...(isDivided ? ["unread"] : []),
    kind,
  ])

test("each day begins with its divider", () => {
  const nextDay = messageOf(2, { createdAtMS: 2 * 24 * 60 * 60_000 })
  expect(drawn(timelineOf([messageOf(1), nextDay]))).toEqual(["day", "bubble", "day", "bubble"])
})

test("messages of one sender within minutes form a group", () => {
  const { rows } = timelineOf([messageOf(1), messageOf(2), messageOf(3, { sender: alice })])
  expect(rows).toMatchObject([
    { isFirst: true, isLast: false, isOwn: false },
    { isFirst: false, isLast: true },
    { isFirst: true, isLast: true, isOwn: true },
  ])
})

test("the unread divider stands above the first unread message of another", () => {
  const messages = [messageOf(1), messageOf(2, { sender: alice }), messageOf(3), messageOf(4)]
  const timeline = timelineOf(messages, messageOf(1)._id)
  expect(drawn(timeline)).toEqual(["day", "bubble", "bubble", "unread", "bubble", "bubble"])
})

test("the unread divider goes by where messages were stored, not by the ids their senders chose", () => {
  const read = messageOf(1, { _id: `00000001${"f".repeat(16)}`, roomSeq: 1 })
  const unread = messageOf(1, { _id: `00000001${"0".repeat(16)}`, roomSeq: 2 })
  expect(drawn(timelineOf([read, unread], read._id))).toEqual(["day", "bubble", "unread", "bubble"])
  expect(drawn(timelineOf([read, unread], unread._id))).toEqual(["day", "bubble", "bubble"])
})

test("a system message stands alone", () => {
  const { rows } = timelineOf([messageOf(1), messageOf(2, { messageType: "joinRoom" }), messageOf(3)])
  expect(rows.map(row => row.kind)).toEqual(["bubble", "system", "bubble"])
  expect(rows.at(-1)).toMatchObject({ isFirst: true })
})

test("rows that look as before stay the same objects, whatever comes above, between and below", () => {
  const all = Array.from({ length: 9 }, (_, n) =>
    messageOf(n + 1, { sender: n % 3 ? alice : messageOf(1).sender }),
  )
  const held = all.filter((_, n) => n > 1 && n !== 4 && n < 8)
  const before = timelineOf(held, messageOf(5)._id)
  const after = timelineOf(all, messageOf(5)._id, before)
  expect(after.rows).toEqual(timelineOf(all, messageOf(5)._id).rows)
  const kept = timelineOf([...held, messageOf(9)], messageOf(5)._id, before).rows
  expect(kept.slice(0, -2)).toEqual(before.rows.slice(0, -1))
  expect(kept.slice(0, -2).every((row, i) => row === before.rows[i])).toBe(true)
})

test("what is changed, deleted or no longer new is drawn as if for the first time", () => {
  const all = Array.from({ length: 6 }, (_, n) => messageOf(n + 1))
  const before = timelineOf(all, messageOf(3)._id)
  const edited = all.with(1, { ...messageOf(2), message: "changed" })
  for (const [messages, unreadAfter] of [
    [edited, messageOf(3)._id],
    [all.toSpliced(3, 1), messageOf(3)._id],
    [all, undefined],
    [all.slice(3), messageOf(1)._id],
    [[], undefined],
  ] as const)
    expect(timelineOf([...messages], unreadAfter, before).rows).toEqual(
      timelineOf([...messages], unreadAfter).rows,
    )
})

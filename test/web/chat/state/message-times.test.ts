import { expect, test } from "vitest"
import { newMessageId, timeOfId } from "../../../../client/src/index.ts"
import { isAfter, timesOf } from "../../../../web/chat/state/message-times.ts"
import { countReaders } from "../../../../web/chat/state/receipts.ts"
import { withLastRead } from "../../../../web/chat/state/rooms.ts"
import { messageOf, roomOf } from "./cast.ts"

const NOW = 1_790_000_000_123
/** An id of the second of NOW; `rest` is what follows the seconds. */
const idOf = (rest: string) => newMessageId(NOW).slice(0, 8) + rest.padEnd(16, "0")

test("an id tells its time to the millisecond", () => {
  expect(newMessageId(NOW)).toMatch(/^[0-9a-f]{8}07b[0-9a-f]{13}$/)
  for (const now of [NOW, NOW - 123, NOW + 876]) expect(timeOfId(newMessageId(now))).toBe(now)
})

test("ids made within one millisecond rise", () => {
  const ids = Array.from({ length: 50 }, () => newMessageId(NOW))
  expect(ids.toSorted()).toEqual(ids)
})

test("random digits after the seconds are not taken for milliseconds", () => {
  expect(timeOfId(idOf("fff"))).toBe(NOW - 123)
})

test("of two messages in one second only the earlier is read when only it was", () => {
  const earlier = messageOf(1, { _id: idOf("f"), createdAtMS: NOW + 100 })
  const later = messageOf(2, { _id: idOf("0"), createdAtMS: NOW + 200 })
  const times = timesOf({ entries: [earlier, later].map(message => ({ message })) } as never)
  const room = withLastRead(roomOf(), "bob", earlier._id)
  expect(countReaders(room, earlier._id, "alice", times)).toBe(1)
  expect(countReaders(room, later._id, "alice", times)).toBe(0)
  expect(countReaders(withLastRead(room, "bob", later._id), earlier._id, "alice", times)).toBe(1)
})

test("a marker on a message that is not held goes by the time in its id", () => {
  const held = messageOf(1, { _id: idOf("f"), createdAtMS: NOW })
  const times = timesOf(undefined, held)
  expect(isAfter(held._id, newMessageId(NOW - 1), times)).toBe(true)
  expect(isAfter(held._id, newMessageId(NOW + 1), times)).toBe(false)
})

test("between equal times the id decides, and everything stands below no message", () => {
  const times = new Map([1, 2].map(n => [messageOf(n)._id, NOW]))
  expect(isAfter(messageOf(2)._id, messageOf(1)._id, times)).toBe(true)
  expect(isAfter(messageOf(1)._id, messageOf(1)._id, times)).toBe(false)
  expect(isAfter(messageOf(1)._id, "", times)).toBe(true)
})

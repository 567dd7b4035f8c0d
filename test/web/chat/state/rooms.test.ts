import { expect, test } from "vitest"
import { roomName } from "../../../../web/chat/state/names.ts"
import { countReaders } from "../../../../web/chat/state/receipts.ts"
import { sortRooms, withLastRead, withMessage } from "../../../../web/chat/state/rooms.ts"
import { messageOf, roomOf } from "./cast.ts"

const unseen = { isRead: false }

test("a new message moves the last message and the count", () => {
  const room = withMessage(roomOf({ lastMessage: messageOf(1), unread: 1 }), messageOf(2), unseen)
  expect(room).toMatchObject({ lastMessage: messageOf(2), unread: 2 })
})

test("an edit of the last message shows and does not count", () => {
  const edit = messageOf(2, { message: "new", updatedAtMS: 9000 })
  const room = withMessage(roomOf({ lastMessage: messageOf(2), unread: 1 }), edit, unseen)
  expect(room).toMatchObject({ lastMessage: edit, unread: 1 })
})

test("an edit of an older message neither shows nor counts", () => {
  const before = roomOf({ lastMessage: messageOf(2), unread: 1 })
  expect(withMessage(before, messageOf(1, { updatedAtMS: 9000 }), unseen)).toEqual(before)
})

test("a message that is looked at leaves nothing unread", () => {
  expect(withMessage(roomOf({ unread: 3 }), messageOf(4), { isRead: true }).unread).toBe(0)
})

test("a hidden room comes back with a message", () => {
  const hidden = roomOf({ pref: { hidden: true }, lastMessage: messageOf(1) })
  expect(sortRooms({ a: hidden })).toEqual([])
  expect(sortRooms({ a: withMessage(hidden, messageOf(2), unseen) })).toHaveLength(1)
})

test("pinned rooms come first, then the last active ones", () => {
  const rooms = {
    old: roomOf({ _id: "old", lastMessage: messageOf(1) }),
    fresh: roomOf({ _id: "fresh", createdTimeMS: 5000 }),
    pinned: roomOf({ _id: "pinned", pref: { sticky: true } }),
  }
  expect(sortRooms(rooms).map(room => room._id)).toEqual(["pinned", "fresh", "old"])
})

test("a message is read by the others whose marker has reached it", () => {
  const room = withLastRead(withLastRead(roomOf(), "bob", messageOf(3)._id), "alice", messageOf(9)._id)
  expect(countReaders(room, messageOf(3)._id, "alice", new Map())).toBe(1)
  expect(countReaders(room, messageOf(4)._id, "alice", new Map())).toBe(0)
})

test("direct and unnamed rooms go by their other members", () => {
  expect(roomName(roomOf({ roomType: "direct", name: "ignored" }), "alice")).toBe("Bob")
  expect(roomName(roomOf({ name: "" }), "bob")).toBe("Alice")
  expect(roomName(roomOf({ name: "Ops" }), "bob")).toBe("Ops")
})

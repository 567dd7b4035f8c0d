import { expect, test } from "vitest"
import { roomName } from "../../../../web/chat/state/names.ts"
import { readersOf } from "../../../../web/chat/state/receipts.ts"
import { sortRooms } from "../../../../web/chat/state/rooms.ts"
import { messageOf, roomOf } from "./cast.ts"

test("pinned rooms come first, then the last active ones, and hidden ones stay away", () => {
  const rooms = [
    roomOf({ _id: "old", lastMessage: messageOf(1) }),
    roomOf({ _id: "fresh", createdTimeMS: 5000 }),
    roomOf({ _id: "pinned", pref: { sticky: true } }),
    roomOf({ _id: "hidden", pref: { hidden: true } }),
  ]
  expect(sortRooms(rooms).map(room => room._id)).toEqual(["pinned", "fresh", "old"])
})

test("a message is read by the others whose marker has reached it", () => {
  const memberProperties = [
    { client: "bob", lastRead: messageOf(3)._id },
    { client: "alice", lastRead: messageOf(9)._id },
  ]
  const room = roomOf({ memberProperties, messages: [messageOf(3), messageOf(4)] })
  expect(readersOf(room, messageOf(3), "alice")).toEqual(["bob"])
  expect(readersOf(room, messageOf(4), "alice")).toEqual([])
})

test("a marker at a message that is not held counts by the time in its id", () => {
  const far = roomOf({ memberProperties: [{ client: "bob", lastRead: messageOf(3)._id }] })
  expect(readersOf(far, messageOf(2), "alice")).toEqual(["bob"])
  expect(readersOf(far, messageOf(4), "alice")).toEqual([])
})

test("direct and unnamed rooms go by their other members", () => {
  expect(roomName(roomOf({ roomType: "direct", name: "ignored" }), "alice")).toBe("Bob")
  expect(roomName(roomOf({ name: "" }), "bob")).toBe("Alice")
  expect(roomName(roomOf({ name: "Ops" }), "bob")).toBe("Ops")
})

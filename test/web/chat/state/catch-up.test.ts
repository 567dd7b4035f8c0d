import { expect, test } from "vitest"
import type { Api } from "../../../../web/chat/connection/api.ts"
import { applyChanges, loadAfresh } from "../../../../web/chat/state/catch-up.ts"
import { addUnsent, emptyConversation, mergeNewestPage } from "../../../../web/chat/state/conversation.ts"
import { liveEvents } from "../../../../web/chat/state/live-events.ts"
import { loadOlder } from "../../../../web/chat/state/open-room.ts"
import { change, changeConversation, createSession } from "../../../../web/chat/state/session.ts"
import type { Message, Room } from "../../../../web/chat/wire/models.ts"
import { alice, messageOf, roomOf } from "./cast.ts"

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => messageOf(from + i))

/** A page that holds messages 11 to 60 of an open room whose server has the given ones. */
function stage(server: Message[], options: { roomTag?: string } = {}) {
  const api: Partial<Api> = {
    listRooms: async () => ({ totalCount: 1, data: [roomOf()] }),
    listMessages: async (_room, limit) => ({ totalCount: 0, data: server.slice(-limit).reverse() }),
  }
  const session = createSession({ api: api as Api, attended: false, sendTyping() {}, ...options })
  const conversations = { "demo-room": mergeNewestPage(emptyConversation, range(11, 60), true) }
  const rooms = { "demo-room": roomOf() }
  change(session, {
    phase: "ready",
    link: "online",
    me: alice,
    openRoomId: "demo-room",
    conversations,
    rooms,
  })
  const held = () => session.store.get().conversations["demo-room"] ?? emptyConversation
  return { session, api, held, words: () => held().entries.map(entry => entry.message.message) }
}

/** An answer of the server about one room. */
const missed = (
  messages: Message[],
  more: { afresh?: boolean; deleted?: string[]; room?: Room; roomIds?: string[] } = {},
) => {
  const { afresh = false, deleted = [], room = roomOf(), roomIds } = more
  const rooms = [{ room: { ...room, unread: 7 }, afresh, messages, deleted }]
  return { cursor: "next", more: false, reset: false, roomIds, rooms }
}

const edited = (n: number) => messageOf(n, { message: `${n} new`, updatedAtMS: 61_000 })

test("what was edited, said and deleted meanwhile shows, however far up, and nothing older comes in", () => {
  const { session, words } = stage([])
  applyChanges(session, missed([edited(5), edited(20), messageOf(61)], { deleted: [messageOf(30)._id] }), 100)
  expect(words()).toHaveLength(50)
  expect([words()[0], words()[9], words().at(-1)]).toEqual(["11", "20 new", "61"])
  expect(words()).not.toContain("30")
  expect(session.store.get().rooms["demo-room"]?.unread).toBe(7)
})

test("in a room that is held from its beginning, an empty one too, everything missed shows", () => {
  const { session, words } = stage([])
  changeConversation(session, "demo-room", () => mergeNewestPage(emptyConversation, [], false))
  applyChanges(session, missed([messageOf(2)]), 100)
  applyChanges(session, missed([messageOf(1)]), 100)
  expect(words()).toEqual(["1", "2"])
})

test("a room that comes afresh is held from its newest messages on; what is not sent stays", () => {
  const { session, held, words } = stage([])
  changeConversation(session, "demo-room", now => addUnsent(now, messageOf(70, { message: "mine" })))
  applyChanges(session, missed(range(90, 93), { afresh: true }), 4)
  expect(words()).toEqual(["90", "91", "92", "93", "mine"])
  expect(held().hasOlder).toBe(true)
  applyChanges(session, missed(range(92, 93), { afresh: true }), 4)
  expect(held().hasOlder).toBe(false)
})

test("rooms that are gone go, new ones come, and those this page does not show stay away", () => {
  const { session } = stage([], { roomTag: "support" })
  const other = roomOf({ _id: "other" })
  const tagged = roomOf({ _id: "tagged", roomTags: ["support"] })
  applyChanges(session, missed([], { room: other }), 100)
  applyChanges(session, missed([], { room: tagged, roomIds: ["other", "tagged"] }), 100)
  const { rooms, openRoomId } = session.store.get()
  expect(Object.keys(rooms)).toEqual(["tagged"])
  expect(openRoomId).toBeUndefined()
})

test("loaded afresh, the open room is held from its newest page on, and other rooms until they are opened", async () => {
  const { session, words } = stage([...range(1, 54), edited(55), ...range(56, 58)])
  const conversations = { ...session.store.get().conversations, "side-room": emptyConversation }
  change(session, { conversations })
  await loadAfresh(session)
  expect(words()).toHaveLength(30)
  expect(words().slice(-4)).toEqual(["55 new", "56", "57", "58"])
  expect(Object.keys(session.store.get().conversations)).toEqual(["demo-room"])
})

test("what cannot be loaded afresh is tried again, and what was held stays until then", async () => {
  const { session, api, words } = stage(range(70, 80))
  const { listMessages } = api
  api.listMessages = () => Promise.reject(new Error("away"))
  await expect(loadAfresh(session)).rejects.toThrow("away")
  expect(words()).toHaveLength(50)
  Object.assign(api, { listMessages })
  await loadAfresh(session)
  expect(words()).toHaveLength(11)
})

test("a page on its way does not bring back what is deleted meanwhile", async () => {
  const { session, api, words } = stage([])
  const { promise, resolve } = Promise.withResolvers<Message[]>()
  api.listMessages = async () => ({ totalCount: 0, data: await promise })
  const loading = loadOlder(session, "demo-room")
  liveEvents(session).messageDeleted({ room: "demo-room", messageID: messageOf(9)._id })
  resolve([messageOf(11), messageOf(10), messageOf(9)])
  await loading
  expect(words().slice(0, 2)).toEqual(["10", "11"])
})

test("an own marker on the last message leaves nothing unread, one before it in the same second does", () => {
  const earlier = messageOf(60, { _id: `0000003c${"f".repeat(16)}`, createdAtMS: 60_100 })
  const last = messageOf(60, { _id: `0000003c${"1".repeat(16)}`, createdAtMS: 60_200 })
  const { session } = stage([])
  const conversations = { "demo-room": mergeNewestPage(emptyConversation, [last, earlier], false) }
  change(session, { conversations, rooms: { "demo-room": roomOf({ lastMessage: last, unread: 1 }) } })
  const unreadAfter = (messageID: string) => {
    liveEvents(session).lastRead({ roomID: "demo-room", memberID: "alice", messageID })
    return session.store.get().rooms["demo-room"]?.unread
  }
  expect(unreadAfter(earlier._id)).toBe(1)
  expect(unreadAfter(last._id)).toBe(0)
})

import { expect, test } from "vitest"
import type { Api } from "../../../../web/chat/connection/api.ts"
import { catchUp } from "../../../../web/chat/state/catch-up.ts"
import { emptyConversation, mergeNewestPage } from "../../../../web/chat/state/conversation.ts"
import { liveEvents } from "../../../../web/chat/state/live-events.ts"
import { receive } from "../../../../web/chat/state/messages.ts"
import { change, createSession, setLink } from "../../../../web/chat/state/session.ts"
import type { Message } from "../../../../web/chat/wire/models.ts"
import { alice, messageOf, roomOf } from "./cast.ts"

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => messageOf(from + i))

/** A page that holds messages 11 to 60 of a room whose server has the given ones. */
function stage(server: Message[]) {
  const asked: number[] = []
  const versionOf = (message: Message) => message.updatedAtMS ?? message.createdAtMS
  const api: Partial<Api> = {
    listRooms: async () => ({ totalCount: 1, data: [roomOf()] }),
    listMessages: async (_room, limit) => ({ totalCount: 0, data: server.slice(-limit).reverse() }),
    async listChanges(_room, after, limit) {
      asked.push(after)
      const changed = server.filter(message => versionOf(message) > after)
      const data = changed.sort((a, b) => versionOf(a) - versionOf(b)).slice(0, limit)
      return { totalCount: changed.length, data }
    },
  }
  const session = createSession({ api: api as Api, attended: false, sendTyping() {} })
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
  return { session, api, asked, held, words: () => held().entries.map(entry => entry.message.message) }
}

const edited = (n: number, at: number) => messageOf(n, { message: `${n} new`, updatedAtMS: at })

test("a message edited while away shows, however far up, and nothing older comes in", async () => {
  const server = [...range(1, 4), edited(5, 61_000), ...range(6, 19), edited(20, 61_500), ...range(21, 62)]
  const { session, asked, held, words } = stage(server)
  await catchUp(session)
  expect(asked).toEqual([60_000])
  expect(words()).toHaveLength(52)
  expect([words()[0], words()[9], words().at(-1)]).toEqual(["11", "20 new", "62"])
  expect(held().missedSince).toBeUndefined()
})

test("what arrives between the loss and the catch-up hides no change before it", async () => {
  const { session, asked, words } = stage([
    ...range(1, 19),
    edited(20, 61_000),
    ...range(21, 60),
    messageOf(62),
  ])
  setLink(session, "lost")
  receive(session, messageOf(62), { isRead: true })
  setLink(session, "online")
  await catchUp(session)
  expect(asked).toEqual([60_000])
  expect(words()).toContain("20 new")
})

test("a catch-up that fails is made good by the next one", async () => {
  const { session, api, asked, words } = stage([...range(1, 19), edited(20, 61_000), ...range(21, 62)])
  const { listChanges } = api
  api.listChanges = () => Promise.reject(new Error("away"))
  await catchUp(session)
  Object.assign(api, { listChanges })
  await catchUp(session)
  expect(asked).toEqual([60_000])
  expect(words()).toContain("20 new")
})

test("changes are read page by page until a page is short, and not without end", async () => {
  const edits = (count: number) => Array.from({ length: count }, (_, i) => edited(i % 10, 61_000 + i))
  const some = stage([...edits(250), ...range(11, 60)])
  await catchUp(some.session)
  expect(some.asked).toEqual([60_000, 61_099, 61_199])
  const many = stage([...edits(3000), ...range(11, 60)])
  await catchUp(many.session)
  expect(many.asked).toHaveLength(20)
})

test("when the newest page replaced what was held, nothing before it is asked for", async () => {
  const { session, asked } = stage(range(1, 200))
  await catchUp(session)
  expect(asked).toEqual([170_999])
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

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { listTaggedUnread, sumUnread } from "../../src/store/badges.ts"
import { findClient, listClients, updateLogin, upsertClient } from "../../src/store/clients.ts"
import type { Database } from "../../src/store/database.ts"
import { deleteDevice, upsertDevice } from "../../src/store/devices.ts"
import { insertMembers } from "../../src/store/joining.ts"
import { listLastMessages } from "../../src/store/last-messages.ts"
import { findMember, listMembers, listMentioned, moveReadMarker } from "../../src/store/members.ts"
import { countMessages, listMessages } from "../../src/store/message-pages.ts"
import { findMessage, insertMessage, listMessagesById, updateMessage } from "../../src/store/messages.ts"
import { migrate } from "../../src/store/migrations.ts"
import { insertOutbox, listDue, takeOutbox } from "../../src/store/outbox.ts"
import { listActiveRoomIds, listRoomIdsOf } from "../../src/store/room-list.ts"
import {
  findRoom,
  findRoomByPair,
  insertRoom,
  listRoomsInOrder,
  type RoomRow,
} from "../../src/store/rooms.ts"
import { listSettings } from "../../src/store/settings.ts"
import { deleteTokens, findToken, upsertToken } from "../../src/store/tokens.ts"
import { measureWaiting } from "../../src/store/waiting.ts"
import { openStore, type Store } from "./store.ts"

const start = 1_800_000_000_000

const roomOf = (id: string, more: Partial<RoomRow> = {}): RoomRow => ({
  id,
  roomType: "group",
  pair: null,
  name: `Room ${id}`,
  cover: "",
  description: "ü 😀",
  ownerId: null,
  managers: [],
  roomTags: [],
  webhook: null,
  botMode: null,
  botState: "",
  extParams: "",
  encrypted: false,
  status: 1,
  opening: 1,
  lastSeq: 0,
  lastMessageAt: 0,
  createdAt: start,
  emptiedSeq: 0,
  ...more,
})

/** Message ids with their random digits are the only thing that may differ. */
const anonymous = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null).replaceAll(/\b([0-9a-f]{16})[0-9a-f]{8}\b/g, "$1…"))

/** Maps and sets have no order that callers may rely on. */
const inOrder = (value: unknown): unknown => {
  if (value instanceof Set) return [...value].sort()
  if (value instanceof Map) return [...value].map(([key, of]) => [key, inOrder(of)]).sort()
  return value
}

/** One long life of a database. @returns what every step answered. */
async function live(db: Database): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {}
  const write = async <T>(name: string, operation: Parameters<typeof db.write<T>>[0]) => {
    const value = await db.write(operation)
    seen[name] = value instanceof Map ? [...value] : value
    return value
  }
  const note = async (name: string, value: unknown) => {
    seen[name] = inOrder(await value)
  }

  for (const id of ["alice", "bob", "carol", "Ärger", "alic"]) {
    await write(`client ${id}`, tx =>
      upsertClient(tx, { id, nickname: id, fields: { "a'b": [1, null, "😀"] } }, start),
    )
  }
  await write("client again", tx =>
    upsertClient(tx, { id: "bob", isRobot: true, fields: { x: 1 } }, start + 1),
  )
  const address = { address: "::1", family: "IPv6", port: 1 }
  await write("login", tx => updateLogin(tx, { clientId: "bob", at: start + 2, address, userAgent: null }))
  await note("found", findClient(db, "bob"))
  await note("not found", findClient(db, "BOB"))
  await note("several", (await listClients(db, ["carol", "nobody", "alice", "alice"])).size)

  const token = { token: "t1", clientId: "alice", expiresAt: start + 5 }
  await write("token", tx => upsertToken(tx, token, start))
  await write("token renewed", tx => upsertToken(tx, { ...token, expiresAt: start + 9 }, start + 1))
  await write("token of another", tx => upsertToken(tx, { ...token, clientId: "bob" }, start))
  await write("second token", tx => upsertToken(tx, { ...token, token: "t2" }, start))
  await note("token found", findToken(db, "t1"))
  await write("all but one", tx => deleteTokens(tx, "alice", { kept: "t2" }))
  await write("not one's own", tx => deleteTokens(tx, "bob", { token: "t2" }))
  await write("that one", tx => deleteTokens(tx, "alice", { token: "t2" }))

  await write("room", tx => insertRoom(tx, roomOf("r1", { roomTags: ["x", "y"], botMode: true })))
  await write("room taken", tx => insertRoom(tx, roomOf("r1")))
  await write("direct", tx =>
    insertRoom(tx, roomOf("r2", { roomType: "direct", pair: "alice\nbob", createdAt: start + 3 })),
  )
  await write("pair taken", tx => insertRoom(tx, roomOf("r3", { roomType: "direct", pair: "alice\nbob" })))
  await write("frozen", tx => insertRoom(tx, roomOf("r4", { status: 0, encrypted: true })))
  await note("by pair", findRoomByPair(db, "alice\nbob"))
  for (const id of ["r1", "r2", "r4"]) {
    await write(`members ${id}`, tx => insertMembers(tx, id, ["bob", "alice"], 0, start))
  }
  await write("members again", tx => insertMembers(tx, "r1", ["carol", "bob"], 0, start + 9))

  const sent: string[] = []
  for (const [roomId, senderId, text, at] of [
    ["r1", "alice", "one", 10],
    ["r1", "bob", "two", 5],
    ["r2", "alice", "three", 20],
    ["r1", "alice", "four \u0000 '\"", 30],
    ["r4", "alice", "frozen", 40],
  ] as const) {
    const content = { message: text, mentions: text === "two" ? ["alice", "alice", "nobody"] : [] }
    const made = await write(`message ${text}`, tx =>
      insertMessage(tx, { roomId, senderId, messageType: "text", content }, start + at),
    )
    sent.push(made.message?.id ?? "")
  }
  const chosen = {
    id: "6b49d200aaaaaaaaaaaaaaaa",
    roomId: "r1",
    senderId: "bob",
    messageType: "poll",
    content: {},
  }
  await write("chosen id", tx => insertMessage(tx, chosen, start + 50))
  await write("chosen id taken", tx => insertMessage(tx, { ...chosen, roomId: "r2" }, start + 51))
  const edit = {
    messageType: "text",
    content: { message: "edited", mentions: ["carol"] },
    editedAt: start + 60,
  }
  await write("edit", tx =>
    updateMessage(tx, { id: sent[1] as string, messageType: "text" }, edit, start + 60),
  )
  await write("edit in the same instant", tx =>
    updateMessage(tx, { id: sent[1] as string, messageType: "text" }, edit, start + 60),
  )
  await write("edit of nothing", tx => updateMessage(tx, { id: "none", messageType: "text" }, edit, start))
  await note("message found", findMessage(db, sent[3] as string))
  await note("messages by id", (await listMessagesById(db, [...sent, "none"])).size)

  const reader = { clientId: null, seesHidden: true }
  const page = { roomId: "r1", reader, order: "createdAt", ascending: true, limit: 10 } as const
  await note("page", listMessages(db, page))
  await note("page by change", listMessages(db, { ...page, order: "updatedAt", ascending: false }))
  await note("page after", listMessages(db, { ...page, after: start + 10 }))
  await note(
    "page of types",
    listMessages(db, { ...page, messageTypes: ["poll", "none"], senderIds: ["bob"] }),
  )
  await note("count of types", countMessages(db, { ...page, messageTypes: ["text"], limit: 1 }))
  const message = await findMessage(db, sent[1] as string)
  if (!message) throw new Error("a message is gone")
  for (const side of ["before", "after"] as const) {
    for (const order of ["createdAt", "updatedAt"] as const) {
      const anchor = { message, side, included: side === "before" }
      await note(`page ${side} ${order}`, listMessages(db, { ...page, order, anchor }))
    }
  }

  const rooms = [await findRoom(db, "r1"), await findRoom(db, "r2")].filter(room => room !== undefined)
  await note("rooms", rooms)
  await note("newest", listLastMessages(db, ["r1", "r2"], "alice", []))
  await note("mentioned", listMentioned(db, ["r1", "r2"], null))
  await note("mentioned carol", listMentioned(db, ["r1"], "carol"))
  for (const client of ["alice", "bob", "nobody"]) {
    await note(`unread ${client}`, sumUnread(db, client))
    await note(`unread of tags ${client}`, listTaggedUnread(db, client))
  }
  const marker = { roomId: "r1", clientId: "carol", seq: 2, messageId: sent[1] as string }
  await write("mark", tx => moveReadMarker(tx, marker))
  await write("mark again", tx => moveReadMarker(tx, marker))
  await write("mark back", tx => moveReadMarker(tx, { ...marker, seq: 1 }))
  await write("mark nobody", tx => moveReadMarker(tx, { ...marker, clientId: "nobody" }))
  await note("member", findMember(db, "r1", "carol"))
  await note("members", listMembers(db, ["r1", "r2", "none"]))

  const list = { clientId: "bob", unreadFirst: false, order: [] }
  await note("list", listActiveRoomIds(db, list))
  await note("list unread first", listActiveRoomIds(db, { ...list, unreadFirst: true }))
  for (const field of ["lastMessage", "createdTime", "name"] as const)
    await note(`list by ${field}`, listActiveRoomIds(db, { ...list, order: [{ field, descending: true }] }))
  await note("list later", listActiveRoomIds(db, { ...list, updatedAfter: start + 25 }))
  await note("rooms in order", listRoomsInOrder(db, ["r2", "none", "r1"]))
  await note("ids", (await listRoomIdsOf(db, "bob")).sort())

  const device = { type: "fcm", deviceId: "d", clientId: "alice", token: "t" }
  await write("device", tx => upsertDevice(tx, device, null, start))
  await write("device moves", tx => upsertDevice(tx, { ...device, clientId: "bob" }, null, start))
  await write("token moves", tx => upsertDevice(tx, { ...device, deviceId: "e" }, null, start))
  await write("not one's device", tx => deleteDevice(tx, { ...device, deviceId: "e", clientId: "bob" }))
  await write("one's device", tx => deleteDevice(tx, { ...device, deviceId: "e" }))

  await note("empty outbox", measureWaiting(db, "outbox"))
  for (const [id, roomId] of [
    ["1", "a"],
    ["2", "a"],
    ["3", "b"],
  ] as const) {
    await write(`outbox ${id}`, tx =>
      insertOutbox(tx, { id, kind: "push-v2", roomId, messageId: "m", createdAt: start }),
    )
  }
  await note("outbox", measureWaiting(db, "outbox"))
  await note("due", listDue(db, "pushes", [], 10))
  await note("due but for busy rooms", listDue(db, "pushes", ["a"], 10))
  await write("taken", async tx => (await takeOutbox(tx, ["1", "3"])).length)
  await write("taken once", tx => takeOutbox(tx, ["1"]))
  await note("left", listDue(db, "pushes", [], 1))
  await note("settings", listSettings(db))
  await note("migrated again", migrate(db, start))
  return seen
}

describe("the two engines", () => {
  const stores: Store[] = []
  beforeAll(async () => {
    stores.push(await openStore("sqlite"), await openStore("postgres"))
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  test("answer every step of a long life alike", async () => {
    const [sqlite = {}, postgres = {}] = await Promise.all(stores.map(({ db }) => live(db)))
    expect(Object.keys(sqlite).length).toBeGreaterThan(80)
    expect(sqlite.edit).toMatchObject({ content: { message: "edited" } })
    expect(sqlite.page).toHaveLength(4)
    for (const step of Object.keys(sqlite)) {
      expect([step, anonymous(postgres[step])]).toEqual([step, anonymous(sqlite[step])])
    }
  })
})

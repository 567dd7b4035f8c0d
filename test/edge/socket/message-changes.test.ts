import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

/** Alice owns the room, bob is a member and listens twice, carol is outside. */
describe.each(engines)("what is told of changed messages on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket
  let bobsOther: TestSocket
  let carol: TestSocket
  let room: string

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    const body = { roomType: "group", owner: "alice", members: ["alice", "bob", "bender"] }
    room = (await platform(parley.url, "POST", "/rooms", body))._id
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob)
    bobsOther = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    carol = await TestSocket.signedIn(parley.url, cast.carol)
  })
  afterEach(() => {
    for (const socket of [alice, bob, bobsOther, carol]) socket.close()
  })

  const as = (person: "alice" | "bob", method: string, path: string, body?: unknown): Promise<Json> =>
    asUser(parley.url, cast[person], method, path, body)

  /** A message of bender's that all have heard; what they heard so far is forgotten. */
  async function said(message: string): Promise<Json> {
    const sent = await platform(parley.url, "POST", "/messages", {
      room,
      sender: "bender",
      messageType: "text",
      message,
    })
    for (const socket of [alice, bob, bobsOther]) await socket.next("chat message", m => m._id === sent._id)
    for (const socket of [alice, bob, bobsOther, carol]) socket.heard.length = 0
    return sent
  }

  /** What a socket has heard since, once all has come. */
  async function heard(socket: TestSocket): Promise<string[]> {
    await socket.settle()
    return socket.order()
  }

  test.each([
    ["alone", "/messages/user-delete"],
    ["with all of the room", "/messages/user-delete/all-in-room"],
  ])("who deleted a message for themselves, %s, hears nothing of it any more", async (_, path) => {
    const gone = await said("deleted by Bob")
    await as("bob", "POST", path, { room, messages: [gone._id] })
    await said("afterwards")
    await as("alice", "POST", `/messages/${gone._id}/reaction`, { reaction: "👍" })
    await as("alice", "POST", `/messages/${gone._id}/hidden`)
    await as("alice", "DELETE", `/messages/${gone._id}/hidden`)
    for (const socket of [bob, bobsOther]) expect(await heard(socket)).not.toContain("chat message")
    expect((await heard(alice)).filter(event => event === "chat message")).toHaveLength(3)
  })

  test("a reaction: the whole message to every member, then the room if it is the last", async () => {
    const first = await said("first")
    const last = await said("last")
    const answer = await as("bob", "POST", `/messages/${last._id}/reaction`, { reaction: "👍" })
    for (const socket of [alice, bob, bobsOther]) {
      const told = await socket.next("chat message")
      expect(told).toEqual(answer)
      expect(told).toMatchObject({
        reactions: [{ client: "bob", reaction: "👍" }],
        createdAtMS: last.createdAtMS,
      })
      expect((await socket.next("room")).lastMessage).toEqual(answer)
      expect(await heard(socket)).toEqual(["chat message", "room"])
    }
    await as("bob", "POST", `/messages/${first._id}/reaction`, { reaction: "👍" })
    await as("bob", "POST", `/messages/${first._id}/reaction`, { reaction: "👍" })
    await alice.next("chat message", m => m._id === first._id)
    expect(await heard(alice)).toEqual(["chat message", "room", "chat message"])
    await as("bob", "DELETE", `/messages/${first._id}/reaction`)
    expect(await alice.next("chat message", m => m.reactionCount === 0)).toMatchObject({ _id: first._id })
    expect(await heard(carol)).toEqual([])
  })

  test("a pin: the one that loses it, then the one that gets it, then the room", async () => {
    const first = await said("first")
    await as("alice", "POST", `/messages/${first._id}/pin`)
    const second = await said("second")
    await as("alice", "POST", `/messages/${second._id}/pin`)
    await bob.next("room")
    expect(await heard(bob)).toEqual(["chat message", "chat message", "room"])
    expect(bob.all("chat message")).toMatchObject([
      { _id: first._id, pinned: false, isPined: false },
      { _id: second._id, pinned: true, isPined: true },
    ])
    expect(bob.all("room")[0].lastMessage).toMatchObject({ _id: second._id, pinned: true })
  })

  test("hiding: members hear it emptied, superusers whole, and all that they count one less", async () => {
    await said("kept")
    const { _id } = await said("secret")
    await as("alice", "POST", `/messages/${_id}/hidden`)
    for (const socket of [bob, bobsOther]) {
      const told = await socket.next("chat message")
      expect(told).toMatchObject({ _id, message: "", isHidden: true, sender: { _id: "bender" } })
      expect(JSON.stringify(told)).not.toContain("secret")
      expect(await socket.next("room")).toMatchObject({ unread: 1, lastMessage: { message: "kept" } })
    }
    expect(await alice.next("chat message")).toMatchObject({ _id, message: "secret", isHidden: true })
    expect((await alice.next("room")).lastMessage).toMatchObject({ _id, message: "secret" })
    expect(await heard(alice)).toEqual(["chat message", "room"])
  })

  test("hiding an older message: the room is told, too, since members count one less", async () => {
    const { _id } = await said("older")
    await said("newer")
    await as("alice", "POST", `/messages/${_id}/hidden`)
    expect(await bob.next("room")).toMatchObject({ unread: 1, lastMessage: { message: "newer" } })
  })

  test("of a change of what is hidden only superusers hear", async () => {
    const { _id } = await said("secret")
    await as("alice", "POST", `/messages/${_id}/hidden`)
    await bob.next("chat message")
    await as("alice", "POST", `/messages/${_id}/reaction`, { reaction: "x" })
    expect(await alice.next("chat message", m => m.reactionCount === 1)).toMatchObject({ message: "secret" })
    await heard(bob)
    expect(bob.all("chat message")).toHaveLength(1)
  })

  test("showing again: everybody hears it whole", async () => {
    const { _id } = await said("secret")
    await as("alice", "POST", `/messages/${_id}/hidden`)
    await as("alice", "DELETE", `/messages/${_id}/hidden`)
    const told = await bob.next("chat message", m => m.message === "secret")
    expect(told).toMatchObject({ _id, isHidden: false })
    expect(await bob.next("room", r => r.unread === 1)).toMatchObject({ lastMessage: { _id } })
  })

  test("hiding all of a sender: each message once, then the room once", async () => {
    const texts = ["one", "two", "three"]
    const ids: string[] = []
    for (const text of texts) ids.push((await said(text))._id)
    const kept = (await as("alice", "POST", `/rooms/${room}/message`, { message: "kept" }))._id
    await bob.next("chat message", m => m._id === kept)
    for (const socket of [alice, bob]) socket.heard.length = 0
    await as("alice", "POST", "/messages/hide-by-sender-in-room", { room, sender: "bender" })
    await bob.next("room")
    expect(await heard(bob)).toEqual(["chat message", "chat message", "chat message", "room"])
    expect(bob.all("chat message").map(m => [m._id, m.message, m.isHidden])).toEqual(
      ids.map(id => [id, "", true]),
    )
    expect(bob.all("room")[0]).toMatchObject({ unread: 1, lastMessage: { _id: kept } })
    await alice.next("room")
    expect(alice.all("chat message").map(m => m.message)).toEqual(texts)
  })

  test("deleting for everybody: every member hears which, then the room as it is now", async () => {
    const kept = await said("kept")
    const { _id } = await said("gone")
    await as("alice", "DELETE", `/rooms/${room}/messages/${_id}`)
    for (const socket of [alice, bob, bobsOther]) {
      expect(await socket.next("messageDeleted")).toEqual({ room, messageID: _id })
      expect((await socket.next("room")).lastMessage._id).toBe(kept._id)
      expect(await heard(socket)).toEqual(["messageDeleted", "room"])
    }
    expect(bob.all("room")[0].unread).toBe(1)
    expect(await heard(carol)).toEqual([])
  })

  test("deleting all: one event for all of them, then the empty room", async () => {
    await said("one")
    await said("two")
    await as("alice", "DELETE", `/rooms/${room}/messages/_all`)
    for (const socket of [alice, bob]) {
      expect(await socket.next("messageDeleted")).toEqual({ room, messageID: "_all" })
      const told = await socket.next("room")
      expect(told.unread).toBe(0)
      expect(told).not.toHaveProperty("lastMessage")
      expect(await heard(socket)).toEqual(["messageDeleted", "room"])
    }
  })

  test("deleting for oneself: only one's own sockets hear, all of them", async () => {
    const first = await said("first")
    const second = await said("second")
    await as("bob", "POST", "/messages/user-delete", { room, messages: [first._id, "unknown"] })
    await as("bob", "POST", "/messages/user-delete", { room, messages: [first._id] })
    await as("bob", "POST", "/messages/user-delete/all-in-room", { room })
    for (const socket of [bob, bobsOther]) {
      expect(await socket.next("userDeleteMessages")).toEqual({
        room,
        messages: [first._id],
        isUserDeleteAllMessagesInRoom: false,
      })
      expect(await socket.next("userDeleteMessages")).toEqual({
        room,
        messages: [second._id],
        isUserDeleteAllMessagesInRoom: true,
      })
      expect(await heard(socket)).toEqual(["userDeleteMessages", "userDeleteMessages"])
    }
    expect(await heard(alice)).toEqual([])
  })

  test("a batch: its messages reach members as any others, new direct rooms before their first", async () => {
    const fresh = (await platform(parley.url, "POST", "/admin/clients", { _id: `fresh-${engine}` }))._id
    await platform(parley.url, "POST", "/messages/batch", {
      messageType: "text",
      message: "$n$",
      sender: fresh,
      paras: [
        { room, $n$: "1" },
        { room, $n$: "2" },
        { receiver: "bob", $n$: "3" },
      ],
    })
    const direct = await bob.next("chat message", m => m.message === "3")
    await bob.next("chat message", m => m.message === "2")
    const inRoom = bob.all("chat message").filter(m => m.room === room)
    expect(inRoom.map(m => m.message)).toEqual(["1", "2"])
    expect(inRoom[0]).toMatchObject({
      batchID: expect.stringMatching(/^[0-9a-f]{24}$/),
      sender: { _id: fresh },
    })
    const events = bob.heard.filter(({ args }) => [args[0]?.room, args[0]?._id].includes(direct.room))
    expect(events.map(({ event }) => event)).toEqual(["room", "chat message"])
  })
})

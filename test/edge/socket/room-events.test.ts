import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

describe.each(engines)("room events on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket
  let carol: TestSocket

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    carol = await TestSocket.signedIn(parley.url, cast.carol)
  })
  afterEach(() => {
    for (const socket of [alice, bob, carol]) socket.close()
  })

  const write = (message: string, room = "demo-room") =>
    platform(parley.url, "POST", "/messages", { room, sender: "alice", messageType: "text", message })

  test("each member gets a new room as it is for them, others get nothing", async () => {
    const { _id } = await asUser(parley.url, cast.bob, "POST", "/rooms/", {
      name: "Bob's",
      roomType: "group",
      members: ["alice", "bob"],
    })
    const forAlice = await alice.next("room")
    const forBob = await bob.next("room")
    for (const room of [forAlice, forBob]) {
      expect(room).toMatchObject({ _id, id: _id, name: "Bob's", roomType: "group", unread: 0, muted: false })
      expect(room.members.map((m: { _id: string }) => m._id)).toEqual(["alice", "bob"])
      expect(room.members[0]).toMatchObject({ id: "alice", clientType: "user", nickname: "Alice" })
      expect(room.pref).toMatchObject({ tags: [], tagColors: {}, muted: false, hidden: false })
    }
    expect([forAlice.isSuperuser, forBob.isSuperuser]).toEqual([false, true])
    await carol.settle()
    expect(carol.order()).toEqual([])
  })

  test("unread and mentions are the receiver's own", async () => {
    await write("one")
    const { _id } = await write("two")
    const change = { _id, message: "two, @bob", mentions: ["bob"] }
    await asUser(parley.url, cast.alice, "POST", "/rooms/demo-room/message", change)
    const read = await asUser(parley.url, cast.bob, "GET", "/rooms/demo-room")
    expect(read.unread).toBe(2)
    expect(await bob.next("room")).toMatchObject({ unread: 2, isMentioned: true, lastMessage: { _id } })
    expect(await alice.next("room")).toMatchObject({ unread: 0, isMentioned: false })
    await asUser(parley.url, cast.bob, "PUT", "/rooms/demo-room/lastRead", { message: _id })
    await alice.ask("chat message", { room: "demo-room", _id, messageType: "recall" })
    expect(await bob.next("room")).toMatchObject({ unread: 0, isMentioned: false })
  })

  test("a change of an older message tells of the message only", async () => {
    const { _id } = await write("older")
    await write("newer")
    await alice.ask("chat message", { room: "demo-room", _id, message: "older, edited" })
    await bob.next("chat message", m => m.message === "older, edited")
    await bob.settle()
    expect(bob.all("room")).toEqual([])
  })

  test("a new message alone brings no room event", async () => {
    const { _id } = await write("just a message")
    await bob.next("chat message", m => m._id === _id)
    await bob.settle()
    expect(bob.order()).toEqual(["chat message"])
  })

  test("the second person to open a direct room gets the same one, and nobody hears of it again", async () => {
    const direct = { roomType: "direct", members: ["alice", "carol"] }
    const first = await asUser(parley.url, cast.alice, "POST", "/rooms/", direct)
    await carol.next("room", room => room._id === first._id)
    const second = await asUser(parley.url, cast.carol, "POST", "/rooms/", direct)
    expect(second._id).toBe(first._id)
    await write("hi", first._id)
    await carol.next("chat message")
    expect(carol.order()).toEqual(["room", "chat message"])
  })

  test("all sockets of a user hear of a new room and of what is said there", async () => {
    const phone = await TestSocket.signedIn(parley.url, cast.alice, { version: 2, encoding: "base64" })
    const { _id } = await platform(parley.url, "POST", "/rooms/", { roomType: "group", members: ["alice"] })
    const sent = await write("for both", _id)
    for (const socket of [alice, phone]) {
      await socket.next("chat message", m => m._id === sent._id)
      expect(socket.order()).toEqual(["room", "chat message"])
    }
    phone.close()
  })

  test("a marker that does not move is not told of", async () => {
    const { _id } = await write("read once")
    const mark = (body: object) => asUser(parley.url, cast.bob, "PUT", "/rooms/demo-room/lastRead", body)
    expect(await mark({ message: _id })).toEqual({ client: "bob", lastRead: _id, badge: 0 })
    await mark({ message: _id })
    await mark({})
    await alice.next("lastRead")
    await alice.settle()
    expect(alice.all("lastRead")).toEqual([{ roomID: "demo-room", memberID: "bob", messageID: _id }])
  })
})

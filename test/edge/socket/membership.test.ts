import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

const idsOf = (room: Json) => room.members.map((member: Json) => member._id)

describe.each(engines)("who comes and goes, as sockets hear it on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket
  let carol: TestSocket
  let room: string

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
    await backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["bob", "carol"] })
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    room = (await backend("POST", "/rooms/", { members: ["alice", "bob"], owner: "alice" }))._id
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    carol = await TestSocket.signedIn(parley.url, cast.carol)
  })
  afterEach(() => {
    for (const socket of [alice, bob, carol]) socket.close()
  })

  const backend = (method: string, path: string, body?: unknown, actingAs?: string) =>
    platform(parley.url, method, path, body, actingAs)
  const as = (who: keyof typeof cast, method: string, path: string, body?: unknown) =>
    asUser(parley.url, cast[who], method, path, body)
  const say = (message: string) =>
    backend("POST", "/messages", { room, sender: "alice", messageType: "text", message })
  /** What a socket heard of the room, in order: the type of each message, the members of each room. */
  const story = async (socket: TestSocket) => {
    await socket.settle()
    const messages = socket.all("chat message").map(message => message.messageType)
    const rooms = socket.all("room").map(told => `room ${idsOf(told).join(" ")}`)
    return socket
      .order()
      .map(event => (event === "room" ? rooms : event === "chat message" ? messages : [event]).shift())
  }

  describe("adding", () => {
    test("who is added hears of the room before its messages, counts each once, and hears what follows", async () => {
      await say("before")
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"], systemMessage: true })
      await say("after")
      expect(await story(carol)).toEqual(["room alice bob carol", "addMember", "text"])
      const [first] = carol.all("room")
      expect(first).toMatchObject({ unread: 0, lastMessage: { message: "before" }, isSuperuser: false })
      expect(await as("carol", "GET", `/rooms/${room}`)).toMatchObject({ unread: 2 })
      expect(await story(bob)).toEqual(["text", "room alice bob carol", "addMember", "text"])
      expect(bob.all("room")[0]).toMatchObject({ unread: 1, lastMessage: { message: "before" } })
      expect(carol.all("chat message")[0]).toMatchObject({
        member: { _id: "carol" },
        sender: { _id: "alice" },
      })
    })

    test("without a message the room alone is told", async () => {
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"] })
      for (const socket of [alice, bob, carol]) expect(await story(socket)).toEqual(["room alice bob carol"])
    })

    test("who joins hears of the room first, and so do the others", async () => {
      await as("carol", "POST", `/rooms/${room}/join`, { systemMessage: true })
      for (const socket of [alice, bob, carol])
        expect(await story(socket)).toEqual(["room alice bob carol", "joinRoom"])
      await as("carol", "POST", `/rooms/${room}/join`)
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"], systemMessage: true })
      expect(await story(bob)).toHaveLength(2)
    })

    test("all sockets of whoever is added hear, also one that signs in later", async () => {
      const phone = await TestSocket.signedIn(parley.url, cast.carol, { version: 2, encoding: "base64" })
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"] })
      const late = await TestSocket.signedIn(parley.url, cast.carol)
      await say("hello")
      for (const socket of [carol, phone])
        expect(await story(socket)).toEqual(["room alice bob carol", "text"])
      expect(await story(late)).toEqual(["text"])
      for (const socket of [phone, late]) socket.close()
    })

    test("with a group its people come, who hear as everybody does", async () => {
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["crew"], systemMessage: true })
      expect(await story(carol)).toEqual(["room alice bob crew", "addMember"])
      await as("alice", "DELETE", `/rooms/${room}/members/crew`)
      expect((await story(carol)).slice(2)).toEqual(["deleteMember", "room alice bob"])
      await say("bob is still here by name")
      expect((await story(bob)).at(-1)).toBe("text")
      expect(await story(carol)).toHaveLength(4)
    })
  })

  describe("removing", () => {
    test("who is removed hears the message and the room without them, and then nothing", async () => {
      await as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["bob"], systemMessage: true })
      await say("after")
      expect(await story(bob)).toEqual(["deleteMember", "room alice"])
      expect(bob.all("chat message")[0]).toMatchObject({ message: "Bob", member: { _id: "bob" } })
      expect(bob.all("room")[0]).not.toHaveProperty("unread")
      expect(await story(alice)).toEqual(["room alice", "deleteMember", "text"])
    })

    test("without a message the room alone is told", async () => {
      await as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
      await say("after")
      expect(await story(bob)).toEqual(["room alice"])
    })

    test("who leaves hears nothing of it, and nothing after", async () => {
      await as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"], systemMessage: true })
      await say("after")
      expect(await story(bob)).toEqual([])
      expect(await story(alice)).toEqual(["room alice", "leaveRoom", "text"])
    })

    test("who is there through a group alone cannot leave, and nobody hears of it", async () => {
      const { _id } = await backend("POST", "/rooms", { members: ["alice", "crew"] })
      const leave = { members: ["carol"], systemMessage: true }
      const answer = await as("carol", "POST", `/rooms/${_id}/delete/members`, leave)
      expect([idsOf(answer), answer.unread]).toEqual([["alice", "crew"], 0])
      for (const socket of [alice, carol]) expect(await story(socket)).toEqual(["room alice crew"])
    })

    test("who comes back hears of the room anew", async () => {
      await as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
      await say("while bob was away")
      await as("bob", "POST", `/rooms/${room}/join`, { systemMessage: false })
      await say("and when he was back")
      expect(await story(bob)).toEqual(["room alice bob", "text"])
      expect(bob.all("room")[0]).toMatchObject({ unread: 0, lastMessage: { message: "while bob was away" } })
    })
  })

  describe("inviting", () => {
    const invite = (invitees: string[]) =>
      as("alice", "POST", `/rooms/${room}/members`, { invitees, invitationRequired: true })

    test("the invitee is told, the members are not, and what is said in the room stays there", async () => {
      await invite(["carol"])
      expect(await carol.next("invitation")).toMatchObject({
        room: { _id: room, roomType: "group" },
        inviter: { _id: "alice", clientType: "user", nickname: "Alice" },
        invitee: { _id: "carol" },
        createdTimeMS: expect.any(Number),
      })
      await say("secret")
      expect(await story(carol)).toEqual(["invitation"])
      expect(await story(bob)).toEqual(["text"])
    })

    test("accepting and declining end it without a word", async () => {
      await invite(["carol"])
      await as("carol", "DELETE", `/rooms/${room}/invitations`)
      await invite(["carol"])
      await as("carol", "POST", `/rooms/${room}/join`)
      expect(await story(carol)).toEqual(["invitation", "invitation", "room alice bob carol", "joinRoom"])
    })

    test("withdrawing tells the invitee, and the room", async () => {
      await invite(["carol"])
      await as("bob", "POST", `/rooms/${room}/delete/invitations`, { invitees: ["carol", "bender"] })
      expect(await carol.next("cancelInvitation")).toEqual({ room })
      expect(await story(carol)).toEqual(["invitation", "cancelInvitation"])
      expect(await story(bob)).toEqual(["cancelInvitations"])
    })

    test("whoever is added by others all the same is told that the question is answered", async () => {
      await invite(["carol"])
      await as("bob", "POST", `/rooms/${room}/members`, { invitees: ["carol"] })
      expect(await story(carol)).toEqual(["invitation", "room alice bob carol", "cancelInvitation"])
    })

    test("a new room with invitations is told to those who are in it", async () => {
      const made = await as("alice", "POST", "/rooms/createAndJoin", {
        invitee: ["bob", "carol"],
        invitationRequired: true,
        systemMessage: true,
      })
      expect(await story(alice)).toEqual(["room alice"])
      for (const socket of [bob, carol]) {
        expect((await socket.next("invitation")).room._id).toBe(made._id)
        expect(await story(socket)).toEqual(["invitation"])
      }
    })
  })

  describe("changing", () => {
    test("all members hear of a room that changed, each with their own fields; nobody of one that did not", async () => {
      await say("hello")
      for (let i = 0; i < 2; i++)
        await as("alice", "PUT", `/rooms/${room}`, { name: "Garden", roomTags: ["a"] })
      expect(await story(alice)).toEqual(["text", "room alice bob"])
      expect(await story(bob)).toEqual(["text", "room alice bob"])
      expect(alice.all("room")[0]).toMatchObject({ name: "Garden", unread: 0, isSuperuser: true })
      expect(bob.all("room")[0]).toMatchObject({
        name: "Garden",
        roomTags: ["a"],
        unread: 1,
        isSuperuser: false,
      })
      await as("alice", "PUT", `/rooms/${room}`, { status: 0 })
      expect(await bob.next("room", r => r.status === 0)).toMatchObject({ _id: room })
      expect(await story(carol)).toEqual([])
    })

    test("a property of a member is told with the room, a new admin with a message as well", async () => {
      await as("bob", "PUT", `/rooms/${room}/member/bob`, { property: "seat", value: 4 })
      const { memberProperties } = await alice.next("room")
      expect(memberProperties).toContainEqual({ client: "bob", badge: 0, seat: 4 })
      await as("alice", "PUT", `/rooms/${room}/member/bob`, { property: "role", value: "admin" })
      expect(await story(bob)).toEqual(["room alice bob", "room alice bob", "assignAdmin"])
      expect(bob.all("room").map((r: Json) => r.isSuperuser)).toEqual([false, true])
    })

    test("a deleted room is told as emptied, then as gone, and its invitees are told, too", async () => {
      await say("hello")
      await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"], invitationRequired: true })
      await as("alice", "DELETE", `/rooms/${room}`)
      expect(await bob.next("messageDeleted")).toEqual({ room, messageID: "_all" })
      const last = await bob.next("room")
      expect(last).toMatchObject({ _id: room, status: 0, members: [], memberProperties: [] })
      expect(last).not.toHaveProperty("lastMessage")
      expect(await story(bob)).toEqual(["text", "messageDeleted", "room "])
      expect(await story(carol)).toEqual(["invitation", "cancelInvitation"])
      await backend("POST", "/rooms", { _id: room, members: ["carol"] })
      await say("in the next room of that name")
      expect(await story(bob)).toHaveLength(3)
    })
  })
})

describe.each(engines)("rooms that are too large to retell on %s", engine => {
  test("only those who come and go hear of the room", async () => {
    const parley = await startParley(engine)
    const cast = await makeCast(parley.url)
    const data = Array.from({ length: 200 }, (_, i) => ({ _id: `user-${i}`, nickname: `User ${i}` }))
    await platform(parley.url, "POST", "/admin/clients/list", { data })
    const members = ["alice", "bob", ...data.map(client => client._id)]
    const { _id } = await platform(parley.url, "POST", "/rooms", { members, owner: "alice" })
    const [alice, bob, carol] = await Promise.all(
      [cast.alice, cast.bob, cast.carol].map(token => TestSocket.signedIn(parley.url, token)),
    )
    const as = (method: string, path: string, body?: unknown) =>
      asUser(parley.url, cast.alice, method, path, body)
    await as("PUT", `/rooms/${_id}`, { name: "Everybody" })
    await as("POST", `/rooms/${_id}/members`, { invitees: ["carol"], systemMessage: true })
    await as("DELETE", `/rooms/${_id}/members/bob`)
    for (const socket of [alice, bob, carol]) await socket?.settle()
    expect(alice?.order()).toEqual(["chat message", "chat message"])
    expect(bob?.order()).toEqual(["chat message", "chat message", "room"])
    expect(carol?.order()).toEqual(["room", "chat message", "chat message"])
    expect(carol?.all("room")[0].members).toHaveLength(203)
    for (const socket of [alice, bob, carol]) socket?.close()
    await parley.close()
  })
})

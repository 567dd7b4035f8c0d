import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { asUser, makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"

const defaults = {
  ...{ tags: [], tagColors: {}, folder: "" },
  ...{ muted: false, sticky: false, hidden: false, translation: false },
}

/** In each test a new room of alice's and bob's, tagged vip; carol is outside. */
describe.each(engines)("preferences, mutes and blocks that are heard on %s", engine => {
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let alice: TestSocket
  let bob: TestSocket
  let carol: TestSocket
  let room: string

  beforeAll(async () => {
    parley = await startParley(engine)
    cast = await makeCast(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    const made = { members: ["alice", "bob"], owner: "alice", roomTags: ["vip"] }
    room = (await platform(parley.url, "POST", "/rooms", made))._id
    alice = await TestSocket.signedIn(parley.url, cast.alice)
    bob = await TestSocket.signedIn(parley.url, cast.bob, { encoding: "base64" })
    carol = await TestSocket.signedIn(parley.url, cast.carol)
  })
  afterEach(() => {
    for (const socket of [alice, bob, carol]) socket.close()
  })

  const as = (person: "alice" | "bob" | "carol", method: string, path: string, body?: unknown) =>
    asUser(parley.url, cast[person], method, path, body)
  const silent = async (...sockets: TestSocket[]) => {
    for (const socket of sockets) {
      await socket.settle()
      expect(socket.order()).toEqual([])
    }
  }

  test("a preference that changes is told whole, to the user's own devices", async () => {
    const phone = await TestSocket.signedIn(parley.url, cast.bob)
    await as("bob", "POST", `/roomPrefs/${room}`, { tags: ["todo"], tagColors: { todo: "#aa3300" } })
    const first = { ...defaults, room, tags: ["todo"], tagColors: { todo: "#aa3300" } }
    for (const socket of [bob, phone]) expect(await socket.next("roomPref")).toEqual(first)
    await as("bob", "POST", `/roomPrefs/${room}`, { folder: "Work" })
    for (const socket of [bob, phone])
      expect(await socket.next("roomPref")).toEqual({ ...first, folder: "Work" })
    await as("bob", "DELETE", `/roomPrefs/${room}/tags`)
    expect(await phone.next("roomPref")).toEqual({ ...first, folder: "Work", tags: [] })
    await silent(alice, carol)
    phone.close()
  })

  test("a mute is told as the preference it is, whoever muted", async () => {
    await as("bob", "POST", `/me/mute/${room}`)
    expect(await bob.next("roomPref")).toEqual({ ...defaults, room, muted: true })
    await as("bob", "DELETE", `/me/mute/${room}`)
    expect(await bob.next("roomPref")).toEqual({ ...defaults, room })
    await platform(parley.url, "POST", `/admin/clients/bob/mute/${room}`)
    expect(await bob.next("roomPref")).toEqual({ ...defaults, room, muted: true })
    await platform(parley.url, "DELETE", `/admin/clients/bob/mute/${room}`)
    expect(await bob.next("roomPref")).toEqual({ ...defaults, room })
    await silent(alice)
  })

  test("signing in shows which rooms are muted", async () => {
    await as("bob", "POST", `/me/mute/${room}`)
    const phone = await TestSocket.open(parley.url)
    expect((await phone.signIn(cast.bob)).result.mute).toContain(room)
    await as("bob", "DELETE", `/me/mute/${room}`)
    expect((await phone.signIn(cast.bob)).result.mute).not.toContain(room)
    phone.close()
  })

  test("what changes nothing is not told", async () => {
    await as("bob", "POST", `/roomPrefs/${room}`, {})
    await as("bob", "DELETE", `/roomPrefs/${room}/folder`)
    await as("bob", "DELETE", `/me/mute/${room}`)
    await silent(bob)
  })

  test("tags of a room tag reach all members, each with what now holds for them", async () => {
    await as("bob", "POST", `/roomPrefs/${room}`, { tags: ["mine"], sticky: true })
    await bob.next("roomPref")
    const shared = { tags: ["later"], tagColors: { later: "#ff0000" } }
    await as("alice", "POST", `/roomPrefs/${room}/group/vip`, { ...shared, muted: true })
    expect(await alice.next("roomPref")).toEqual({ ...defaults, room, ...shared })
    expect(await bob.next("roomPref")).toEqual({
      ...{ ...defaults, room, sticky: true },
      ...{ tags: ["mine"], tagColors: { later: "#ff0000" } },
    })
    await as("alice", "DELETE", `/roomPrefs/${room}/group/vip/tags`)
    expect(await alice.next("roomPref")).toMatchObject({ tags: [], tagColors: { later: "#ff0000" } })
    await silent(carol)
  })

  test("settings of a group that act on nobody are told to nobody", async () => {
    await as("alice", "POST", `/roomPrefs/${room}/group/vip`, { muted: true, hidden: true, folder: "x" })
    await silent(alice, bob)
  })

  test("tags of a user group reach its people in the room, and nobody else", async () => {
    await platform(parley.url, "POST", "/admin/groups", {
      ...{ _id: "crew", nickname: "Crew", members: ["bob", "carol"] },
    })
    await as("bob", "POST", `/roomPrefs/${room}/group/crew`, { tags: ["ours"] })
    expect(await bob.next("roomPref")).toEqual({ ...defaults, room, tags: ["ours"] })
    await silent(alice, carol)
  })

  test("a block shows at once on both sides of the direct room, and its end, too", async () => {
    const made = await platform(parley.url, "POST", "/rooms", {
      roomType: "direct",
      members: ["alice", "bob"],
    })
    const direct = (one: { _id: string }) => one._id === made._id
    for (const socket of [alice, bob]) await socket.next("room", direct)
    await as("alice", "POST", "/blockStatus/my/bob")
    const forAlice = await alice.next("room", direct)
    const forBob = await bob.next("room", direct)
    expect([typeof forAlice.didBlockAtMS, forAlice.wasBlockedAtMS]).toEqual(["number", undefined])
    expect([forBob.didBlockAtMS, forBob.wasBlockedAtMS]).toEqual([undefined, forAlice.didBlockAtMS])
    const refused = await bob.ask("chat message", { room: made._id, messageType: "text", message: "hi" })
    expect([refused.RC, refused.error.code]).toEqual([403, "CLIENT_BLOCKED"])
    const typed = await alice.ask("typing", made._id, "…")
    expect([typed.RC, typed.error.code]).toEqual([403, "CLIENT_BLOCKED"])
    await as("alice", "DELETE", "/blockStatus/my/bob")
    expect(await alice.next("room", direct)).not.toHaveProperty("didBlockAt")
    expect(await bob.next("room", direct)).not.toHaveProperty("wasBlockedAt")
    await silent(carol)
    expect(bob.all("chat message")).toEqual([])
  })

  test("a ban shows at once to the banned, who hears the room on; the others see no change", async () => {
    await as("alice", "POST", `/blockStatus/room/${room}/bob`)
    expect(await bob.next("room")).toMatchObject({ _id: room, wasBlockedAtMS: expect.any(Number) })
    const { result } = await alice.ask("chat message", { room, messageType: "text", message: "quiet now" })
    await bob.next("chat message", message => message._id === result._id)
    await as("alice", "DELETE", `/blockStatus/room/${room}/bob`)
    expect(await bob.next("room")).toMatchObject({ _id: room, unread: 1 })
    expect(bob.all("room")[1]).not.toHaveProperty("wasBlockedAt")
    await alice.settle()
    expect(alice.all("room")).toEqual([])
  })

  test("a ban of who is outside is told to nobody but by the end of their invitation", async () => {
    await as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"], invitationRequired: true })
    await carol.next("invitation")
    await as("alice", "POST", `/blockStatus/room/${room}/carol`)
    expect(await carol.next("cancelInvitation")).toEqual({ room })
    await carol.settle()
    expect(carol.order()).toEqual(["invitation", "cancelInvitation"])
    await silent(alice, bob)
  })
})

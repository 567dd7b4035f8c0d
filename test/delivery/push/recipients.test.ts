import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { recipientsOf } from "../../../src/delivery/push/recipients.ts"
import { findMessage } from "../../../src/store/messages.ts"
import { makeCast, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"

/** In each test a new room of alice, bob and carol, with bender the robot. */
describe.each(engines)("who gets a push on %s", engine => {
  let parley: Parley
  let room: string

  beforeAll(async () => {
    parley = await startParley(engine)
    await makeCast(parley.url)
  })
  afterAll(() => parley.close())
  beforeEach(async () => {
    room = await makeRoom({ members: ["alice", "bob", "carol", "bender"] })
  })

  const backend = (method: string, path: string, body?: unknown, actingAs?: string) =>
    platform(parley.url, method, path, body, actingAs)
  const makeRoom = async (body: object) => (await backend("POST", "/rooms/", body))._id as string
  const makeGroup = (_id: string, members: string[]) =>
    backend("POST", "/admin/groups", { _id, nickname: _id, members })
  const write = async (sender: string, more: object = {}) =>
    (await backend("POST", "/messages", { room, sender, messageType: "text", message: "x", ...more }))._id

  async function told(id: string): Promise<string[]> {
    const message = await findMessage(parley.ctx.db, id)
    if (!message) throw new Error(`no message ${id}`)
    return (await recipientsOf(parley.ctx.db, message)).map(client => client.id).sort()
  }

  test("everybody but the sender and robots, whoever sends", async () => {
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
    expect(await told(await write("bender"))).toEqual(["alice", "bob", "carol"])
    await backend("POST", "/admin/clients", { _id: "stranger" })
    expect(await told(await write("stranger"))).toEqual(["alice", "bob", "carol"])
  })

  test.each<[string, (room: string) => [string, string, object?]]>([
    ["who muted the room", room => ["POST", `/me/mute/${room}`]],
    ["whom the backend muted there", room => ["POST", `/admin/clients/bob/mute/${room}`]],
    ["whose preference says so", room => ["POST", `/roomPrefs/${room}`, { muted: true }]],
    ["who switched pushes off", () => ["POST", "/me/notification/disable"]],
    ["who is gone from the room", room => ["POST", `/rooms/${room}/delete/members`, { members: ["bob"] }]],
  ])("not %s, mentioned or not", async (_, act) => {
    await backend(...actedBy(act(room)))
    expect(await told(await write("alice"))).toEqual(["carol"])
    expect(await told(await write("alice", { mentions: ["bob", "carol"] }))).toEqual(["carol"])
    await backend("POST", "/me/notification/enable", undefined, "bob")
  })

  const actedBy = ([method, path, body]: [string, string, object?]) =>
    [method, path, body, path.startsWith("/admin") ? undefined : "bob"] as const

  test("not who is banned in the room, until the ban is lifted", async () => {
    await backend("POST", `/blockStatus/room/${room}/bob`)
    expect(await told(await write("alice"))).toEqual(["carol"])
    await backend("DELETE", `/blockStatus/room/${room}/bob`)
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
  })

  test("again who unmuted the room, or muted another", async () => {
    const other = await makeRoom({ members: ["bob"] })
    await backend("POST", `/me/mute/${other}`, undefined, "bob")
    await backend("POST", `/me/mute/${room}`, undefined, "bob")
    await backend("DELETE", `/me/mute/${room}`, undefined, "bob")
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
  })

  test("nobody of a message that was recalled or hidden meanwhile, and all once it is shown again", async () => {
    const recalled = await write("alice")
    await backend("POST", `/rooms/${room}/message`, { _id: recalled, messageType: "recall" }, "alice")
    expect(await told(recalled)).toEqual([])
    const hidden = await write("alice")
    await backend("POST", `/messages/${hidden}/hidden`, undefined, "alice")
    expect(await told(hidden)).toEqual([])
    await backend("DELETE", `/messages/${hidden}/hidden`, undefined, "alice")
    expect(await told(hidden)).toEqual(["bob", "carol"])
  })

  test("neither who hid the room nor who set it otherwise is left out", async () => {
    await backend("POST", `/roomPrefs/${room}`, { hidden: true, sticky: true, tags: ["t"] }, "bob")
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
  })

  test("not who came after the message, but who is added by it", async () => {
    await backend("POST", "/admin/clients", { _id: "dora" })
    const before = await write("alice")
    await backend("POST", `/rooms/${room}/members`, { invitees: ["dora"], systemMessage: true }, "alice")
    expect(await told(before)).toEqual(["bob", "carol"])
    const { data } = await backend("GET", `/rooms/${room}/messages/v3`, undefined, "dora")
    expect(data[0].messageType).toBe("addMember")
    expect(await told(data[0]._id)).toEqual(["bob", "carol", "dora"])
    expect(await told(await write("alice"))).toEqual(["bob", "carol", "dora"])
  })

  test("who is in a new room is told of its first message", async () => {
    room = await makeRoom({ members: ["bob", "carol", "bender"], systemMessage: true })
    const { data } = await backend("GET", `/rooms/${room}/messages/v3`, undefined, "bob")
    expect(data[0].messageType).toBe("addMembers")
    expect(await told(data[0]._id)).toEqual(["bob", "carol"])
  })

  test("the people of a group, each once, each by their own settings, and never the group", async () => {
    await makeGroup("crew", ["bob", "carol", "bender"])
    room = await makeRoom({ members: ["alice", "bob", "crew"] })
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
    await backend("POST", `/me/mute/${room}`, undefined, "carol")
    expect(await told(await write("alice"))).toEqual(["bob"])
    await backend("POST", `/blockStatus/room/${room}/bob`)
    expect(await told(await write("alice"))).toEqual([])
  })

  test("the others of a group when one of its people sends, and all when the group itself does", async () => {
    await makeGroup("crew", ["bob", "carol"])
    room = await makeRoom({ members: ["alice", "crew"] })
    expect(await told(await write("bob"))).toEqual(["alice", "carol"])
    expect(await told(await write("crew"))).toEqual(["alice", "bob", "carol"])
  })

  test("not who came to a group after the message, nor who went from it", async () => {
    await makeGroup("crew", ["bob"])
    room = await makeRoom({ members: ["alice", "crew"] })
    const early = await write("alice")
    await makeGroup("crew", ["carol"])
    expect(await told(early)).toEqual([])
    expect(await told(await write("alice"))).toEqual(["carol"])
  })

  test("a guest and the people of a group in their direct room, and neither while one blocks the other", async () => {
    await makeGroup("desk", ["bob", "carol"])
    room = await makeRoom({ roomType: "direct", members: ["alice", "desk"] })
    expect(await told(await write("alice"))).toEqual(["bob", "carol"])
    expect(await told(await write("bob"))).toEqual(["alice", "carol"])
    await backend("POST", "/blockStatus/my/desk", undefined, "alice")
    expect(await told(await write("alice"))).toEqual([])
  })
})

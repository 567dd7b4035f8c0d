import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { withoutSender } from "../../edge/http/stage.ts"
import { engines } from "../../support/parley.ts"
import { TestSocket } from "../../support/test-socket.ts"
import { type BotStage, setBotStage } from "./bot-stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

describe.each(engines)("what a room's webhook is told of on %s", engine => {
  let stage: BotStage
  beforeAll(async () => {
    stage = await setBotStage(engine, { APP_ID: "MyApp" })
  })
  afterAll(() => stage.close())

  const shapeOf = (told: Json[]) =>
    told.map(({ event, clientID, data }) => ({
      ...{ event, clientID, sender: data.sender._id },
      members: data.members?.map((member: Json) => member._id),
    }))
  const member = (event: string, clientID: string, members: string[], sender = clientID) => ({
    ...{ event, clientID, sender, members },
  })

  test("a new message, as the socket delivers it, with all six fields and no signature", async () => {
    const room = await stage.botRoom(["alice", "bob", "bender"])
    const bob = await TestSocket.signedIn(stage.parley.url, stage.cast.bob)
    const sent = { message: "See you at six 👩‍👩‍👧 六點見", extra: { a: 1 }, mentions: ["bob"] }
    const { _id } = await stage.as("alice", "POST", `/rooms/${room}/message`, sent)
    const heard = await bob.next("chat message", message => message._id === _id)
    bob.close()
    const call = await stage.bot.call(body => body.data._id === _id)
    const { data, ...envelope } = call.body
    expect(withoutSender(data)).toEqual(withoutSender(heard))
    expect(data.sender).toMatchObject({ _id: "alice", nickname: "Alice", clientType: "user" })
    expect(envelope).toEqual({
      ...{ appID: "MyApp", clientID: "alice", roomID: room, event: "MESSAGE", botState: "" },
    })
    expect(call).toMatchObject({ method: "POST", path: "/push?secret=in-the-address" })
    expect(call.headers["content-type"]).toBe("application/json; charset=utf-8")
    const signed = Object.keys(call.headers).filter(name => /^(x-imkit|webhook)-/.test(name))
    expect(signed).toEqual([])
  })

  test("messages on every way: socket, platform, batches, also those without push and those of robots", async () => {
    const room = await stage.botRoom(["alice", "bob", "bender"])
    const alice = await TestSocket.signedIn(stage.parley.url, stage.cast.alice)
    await alice.ask("chat message", { room, message: "by socket" })
    await alice.ask("chat message", { room, message: "quiet", push: false })
    alice.close()
    await stage.say(room, "bob", "by platform")
    await stage.say(room, "bender", "by a robot")
    await stage.backend("POST", "/messages/batch", {
      ...{ sender: "alice", messageType: "text", message: "to $name$" },
      paras: [{ room, $name$: "all" }],
    })
    const told = await stage.toldOf(room)
    expect(told.map(({ clientID, data }) => `${clientID}: ${data.message}`)).toEqual([
      ...["alice: by socket", "alice: quiet", "bob: by platform", "bender: by a robot", "alice: to all"],
    ])
  })

  test("when nobody is named who speaks, the platform acted without a user", async () => {
    const room = await stage.botRoom(["alice"])
    await stage.backend("POST", `/rooms/${room}/message`, { message: "from nobody" })
    const [told] = await stage.toldOf(room)
    expect(told).toMatchObject({ clientID: "", data: { message: "from nobody", sender: { _id: "system" } } })
  })

  test("who joins, and who accepts an invitation", async () => {
    const room = await stage.botRoom(["alice"])
    await stage.as("bob", "POST", `/rooms/${room}/join`)
    await stage.as("bob", "POST", `/rooms/${room}/join`)
    const invitation = { invitees: ["carol"], invitationRequired: true }
    await stage.as("alice", "POST", `/rooms/${room}/members`, invitation)
    await stage.as("carol", "POST", `/rooms/${room}/join`)
    const told = await stage.toldOf(room)
    expect(shapeOf(told)).toEqual([
      member("JOIN_ROOM", "bob", ["bob"]),
      member("JOIN_ROOM", "carol", ["carol"]),
    ])
    const bob = {
      ...{ _id: "bob", id: "bob", clientType: "user", nickname: "Bob", avatarUrl: "", isRobot: false },
      lastLoginTimeMS: expect.any(Number),
    }
    expect(told[0].data).toEqual({ room, sender: bob, members: [bob] })
  })

  test("who was added, once a call, and only those who are new", async () => {
    const room = await stage.botRoom(["alice"])
    const invitees = ["alice", "bob", "bender"]
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees, systemMessage: true })
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees })
    expect(shapeOf(await stage.toldOf(room))).toEqual([member("ADD_MEMBERS", "alice", ["bob", "bender"])])
  })

  test("who was in a room from its beginning", async () => {
    const { webhook } = { webhook: stage.bot.url }
    const made = await stage.room(["alice", "bob"], { webhook, owner: "bob" })
    expect(shapeOf(await stage.toldOf(made))).toEqual([member("ADD_MEMBERS", "bob", ["alice", "bob"])])
    const ownerless = await stage.room(["alice"], { webhook })
    expect(shapeOf(await stage.toldOf(ownerless))).toEqual([member("ADD_MEMBERS", "", ["alice"], "system")])
    const join = (input: object) => stage.as("alice", "POST", "/rooms/createAndJoin", { webhook, ...input })
    const { _id: joined } = await join({ invitee: ["bob", "bender"] })
    expect(shapeOf(await stage.toldOf(joined))).toEqual([member("ADD_MEMBERS", "alice", ["bob", "bender"])])
    const { _id: alone } = await join({})
    expect(shapeOf(await stage.toldOf(alone))).toEqual([member("JOIN_ROOM", "alice", ["alice"])])
    const { _id: pending } = await join({ invitee: ["bob"], invitationRequired: true })
    expect(shapeOf(await stage.toldOf(pending))).toEqual([member("JOIN_ROOM", "alice", ["alice"])])
    const { _id: empty } = await stage.backend("POST", "/rooms/", { roomType: "group", webhook })
    expect(await stage.toldOf(empty)).toEqual([])
  })

  test("who was removed, once a call, and who left", async () => {
    const room = await stage.botRoom(["alice", "bob", "carol", "bender"], { owner: "alice" })
    const remove = (who: "alice" | "bob", members: string[]) =>
      stage.as(who, "POST", `/rooms/${room}/delete/members`, { members, systemMessage: true })
    await remove("alice", ["carol", "bender"])
    await remove("bob", ["bob"])
    expect(shapeOf(await stage.toldOf(room))).toEqual([
      member("DELETE_MEMBERS", "alice", ["carol", "bender"]),
      member("DELETE_MEMBERS", "bob", ["bob"]),
    ])
  })

  test("a group by itself, with its people", async () => {
    await stage.backend("POST", "/admin/groups", {
      _id: "crew",
      nickname: "Crew",
      members: ["bob", "bender"],
    })
    const room = await stage.botRoom(["alice"])
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["crew"] })
    await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["crew"] })
    const told = await stage.toldOf(room)
    expect(shapeOf(told)).toEqual([
      member("ADD_MEMBERS", "alice", ["crew"]),
      member("DELETE_MEMBERS", "alice", ["crew"]),
    ])
    expect(told[0].data.members[0]).toMatchObject({
      clientType: "group",
      members: [{ _id: "bob" }, { _id: "bender" }],
    })
  })

  test("of nothing else: edits, recalls, reactions, pins, deletions, typing, markers, settings, pending invitations", async () => {
    const room = await stage.botRoom(["alice", "bob"], { owner: "alice" })
    const { _id } = await stage.as("alice", "POST", `/rooms/${room}/message`, { message: "one" })
    const { _id: other } = await stage.as("alice", "POST", `/rooms/${room}/message`, { message: "two" })
    await stage.bot.call(body => body.data._id === other)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id, message: "edited" })
    await stage.as("bob", "POST", `/messages/${_id}/reaction`, { reaction: "👍" })
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: other, messageType: "recall" })
    await stage.as("alice", "DELETE", `/rooms/${room}/messages/${_id}`)
    await stage.as("bob", "POST", `/rooms/${room}/typing`)
    await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, {})
    await stage.as("alice", "PUT", `/rooms/${room}`, { name: "New name", botState: "SET" })
    await stage.as("alice", "POST", `/rooms/${room}/members`, {
      invitees: ["bender"],
      invitationRequired: true,
    })
    const told = await stage.toldOf(room)
    expect(told.map(({ event, data }) => `${event} ${data.message}`)).toEqual(["MESSAGE one", "MESSAGE two"])
  })

  test("a message that was deleted, recalled or hidden before its call is not told of", async () => {
    const room = await stage.botRoom(["alice", "bob"], { owner: "alice" })
    const held = new Promise<() => void>(resolve =>
      stage.bot.react((response, { body }) => {
        if (body.data.message === "holds") resolve(() => response.end())
        else response.end()
      }),
    )
    await stage.say(room, "alice", "holds")
    const release = await held
    const ids = []
    for (const message of ["deleted", "recalled", "hidden"])
      ids.push((await stage.say(room, "alice", message))._id)
    await stage.as("alice", "DELETE", `/rooms/${room}/messages/${ids[0]}`)
    await stage.as("alice", "POST", `/rooms/${room}/message`, { _id: ids[1], messageType: "recall" })
    await stage.as("alice", "POST", `/messages/${ids[2]}/hidden`)
    release()
    expect((await stage.toldOf(room)).map(({ data }) => data.message)).toEqual(["holds"])
  })

  test("events of a room come in their order, whatever the clock says", async () => {
    const room = await stage.botRoom(["alice", "bob"], { owner: "alice" })
    const expected: string[] = []
    for (let i = 0; i < 12; i++) {
      await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"] })
      await stage.say(room, "bob", `after ${i}`)
      await stage.as("alice", "POST", `/rooms/${room}/delete/members`, { members: ["carol"] })
      expected.push("ADD_MEMBERS", `after ${i}`, "DELETE_MEMBERS")
    }
    const told = await stage.toldOf(room)
    expect(told.map(({ event, data }) => data.message ?? event)).toEqual(expected)
  })
})

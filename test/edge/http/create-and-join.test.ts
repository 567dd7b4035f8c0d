import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const idsOf = (room: Json) => room.members.map((member: Json) => member._id)

describe.each(engines)("creating and joining on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  type Person = Parameters<Stage["as"]>[0]
  const create = (who: Person, body: unknown) => stage.as(who, "POST", "/rooms/createAndJoin", body)
  const refused = (who: Person, body: unknown) => stage.refused(who, "POST", "/rooms/createAndJoin", body)
  const messagesIn = async (room: string) =>
    (await stage.backend("GET", `/rooms/${room}/messages/v3?sortOrder=asc`, undefined, "alice")).data

  test("the caller owns the new room and is in it with the others, told of by no message", async () => {
    const fields = { name: "Garden", cover: "c", description: "d", roomTags: ["a"], extParams: "x=1" }
    const room = await create("alice", { ...fields, roomType: "group", invitee: ["bob", "carol", "bob"] })
    expect(room).toMatchObject({ ...fields, owner: { _id: "alice" }, isSuperuser: true, unread: 0 })
    expect(idsOf(room)).toEqual(["alice", "bob", "carol"])
    expect(await messagesIn(room._id)).toEqual([])
    expect(idsOf(await create("alice", {}))).toEqual(["alice"])
    expect(idsOf(await create("alice", { invitee: "bob" }))).toEqual(["alice", "bob"])
  })

  test("systemMessage names those who were added, not the caller", async () => {
    const { _id } = await create("alice", { invitee: ["bob", "carol"], systemMessage: true })
    const [message] = await messagesIn(_id)
    expect(message).toMatchObject({ messageType: "addMembers", sender: { _id: "alice" } })
    expect(message.extra.invitees.map((p: Json) => p._id)).toEqual(["bob", "carol"])
  })

  test("empty text is what older clients send for what they do not set", async () => {
    const empty = { _id: "", name: "", cover: "", description: "", roomType: "", webhook: "", invitee: "" }
    const room = await create("alice", empty)
    expect(room).toMatchObject({ name: "", roomType: "group" })
    expect(room._id).toMatch(/^[0-9a-f]{24}$/)
    expect(room).not.toHaveProperty("webhook")
    expect(idsOf(room)).toEqual(["alice"])
  })

  test("a pair has one direct room, whatever ids are sent for it", async () => {
    const room = await create("alice", { roomType: "direct", invitee: "carol", systemMessage: true })
    expect(room._id).toBe(createHash("md5").update("alice_carol").digest("hex"))
    expect(idsOf(room)).toEqual(["alice", "carol"])
    expect(room).not.toHaveProperty("owner")
    for (const body of [
      { invitee: ["alice"] },
      { invitee: "alice", _id: "other" },
      { invitee: "alice", _id: "" },
    ])
      expect((await create("carol", { roomType: "direct", ...body }))._id).toBe(room._id)
    expect(await messagesIn(room._id)).toHaveLength(1)
  })

  test("a direct room has exactly one other side", async () => {
    for (const invitee of [undefined, [], "", "alice", ["bob", "carol"]])
      expect(await refused("alice", { roomType: "direct", invitee })).toBe("400 INVALID_PARAMETER")
  })

  test("the id of another pair's room is passed over for a direct room, and closed for a group room", async () => {
    const { _id } = await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] })
    const own = await create("carol", { _id, roomType: "direct", invitee: "bob" })
    expect(own._id).not.toBe(_id)
    expect(idsOf(own)).toEqual(["carol", "bob"])
    expect(await refused("carol", { _id })).toBe("403 ROOM_CLOSED")
    expect(await refused("alice", { _id })).toBe("403 ROOM_CLOSED")
  })

  test("the id of a group room is joined by the rules of join, and no field of it changes", async () => {
    const _id = await stage.room(["alice"], { name: "Old", owner: "alice" })
    const joined = await create("bob", { _id, name: "New", invitee: ["carol"], systemMessage: true })
    expect(joined).toMatchObject({ _id, name: "Old", owner: { _id: "alice" }, isSuperuser: false })
    expect(idsOf(joined)).toEqual(["alice", "bob", "carol"])
    expect((await messagesIn(_id)).map((m: Json) => m.messageType)).toEqual(["joinRoom", "addMember"])
    expect(idsOf(await create("bob", { _id }))).toEqual(["alice", "bob", "carol"])
    expect(await messagesIn(_id)).toHaveLength(2)
  })

  test("and its invitees are invited where that is asked for", async () => {
    const _id = await stage.room(["alice"])
    const joined = await create("bob", { _id, invitee: ["carol"], invitationRequired: true })
    expect(idsOf(joined)).toEqual(["alice", "bob"])
    expect((await stage.as("carol", "GET", "/rooms/invitations")).data[0]).toMatchObject({
      inviter: { _id: "bob" },
      room: { _id },
    })
  })

  test("closed and frozen rooms, and bans, hold here too", async () => {
    const _id = await stage.room(["alice"], { owner: "alice" })
    await stage.as("alice", "POST", `/blockStatus/room/${_id}/bob`)
    expect(await refused("bob", { _id })).toBe("403 CLIENT_BLOCKED")
    await stage.backend("PUT", `/rooms/${_id}`, { opening: 0 })
    expect(await refused("carol", { _id })).toBe("403 ROOM_CLOSED")
    await stage.backend("PUT", `/rooms/${_id}`, { opening: 1, status: 0 })
    expect(await refused("carol", { _id })).toBe("403 ROOM_INACTIVE")
    expect(idsOf(await stage.backend("GET", `/rooms/${_id}`))).toEqual(["alice"])
  })

  test("unknown types and people, reserved ids and a missing acting user are refused", async () => {
    expect(await refused("alice", { roomType: "crowd" })).toBe("400 INVALID_ROOM_TYPE")
    expect(await refused("alice", { invitee: ["bob", "nobody"] })).toBe("404 CLIENT_NOT_FOUND")
    expect(await refused("alice", { invitee: 7 })).toBe("400 INVALID_PARAMETER")
    expect(await refused("alice", { _id: "quitted" })).toBe("400 INVALID_PARAMETER")
    expect(await refused("alice", undefined)).toBe("400 INVALID_PARAMETER")
    expect(await stage.refusedBackend("POST", "/rooms/createAndJoin", {})).toBe("400 MISSING_PARAMETER")
    const room = await stage.backend("POST", "/rooms/createAndJoin", { invitee: "bob" }, "carol")
    expect(room.owner._id).toBe("carol")
  })

  test("one id asked for by many at the same time is one room with all of them in it", async () => {
    const people = ["alice", "bob", "carol", "bender"] as const
    const rooms = await Promise.all(people.map(who => create(who, { _id: "at-once" })))
    expect(new Set(rooms.map(room => room._id))).toEqual(new Set(["at-once"]))
    expect(idsOf(await stage.backend("GET", "/rooms/at-once")).sort()).toEqual([...people].sort())
  })

  test("a group may be a side of a direct room, and is asked person by person", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "desk", nickname: "Desk", members: ["bob", "carol"] })
    const direct = await create("alice", { roomType: "direct", invitee: "desk" })
    expect(idsOf(direct)).toEqual(["alice", "desk"])
    expect(await stage.as("carol", "GET", `/rooms/${direct._id}`)).toMatchObject({ roomType: "direct" })
    const { _id } = await create("alice", { invitee: ["desk"], invitationRequired: true })
    const { data } = await stage.as("alice", "GET", `/rooms/${_id}/invitations`)
    expect(data.map((i: Json) => i.invitee._id).sort()).toEqual(["bob", "carol"])
    const byAgent = { roomType: "direct", members: ["desk", "bender"] }
    expect((await stage.as("bob", "POST", "/rooms", byAgent)).members).toEqual(["desk", "bender"])
  })
})

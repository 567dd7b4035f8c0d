import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const idsOf = (room: Json) => room.members.map((member: Json) => member._id)

describe.each(engines)("joining on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const join = (who: "bob" | "carol", room: string, body?: unknown) =>
    stage.as(who, "POST", `/rooms/${room}/join`, body)
  const refusedJoin = (who: "bob" | "carol", room: string) =>
    stage.refused(who, "POST", `/rooms/${room}/join`)
  const typesIn = async (room: string) =>
    (await stage.backend("GET", `/rooms/${room}/messages/v3`, undefined, "alice")).data.map(
      (m: Json) => m.messageType,
    )

  test("whoever joins is a member from then on, has nothing unread of before, and the room is told", async () => {
    const room = await stage.room(["alice"])
    await stage.say(room, "alice", "before bob came")
    const joined = await join("bob", room)
    expect(idsOf(joined)).toEqual(["alice", "bob"])
    // The message that tells of it is bob's own.
    expect(joined).toMatchObject({ unread: 0, isSuperuser: false, pref: { tags: [] } })
    expect(joined.lastMessage).toMatchObject({
      messageType: "joinRoom",
      message: "Bob",
      sender: { _id: "bob" },
      member: { _id: "bob", nickname: "Bob", clientType: "user" },
    })
    expect((await stage.as("bob", "GET", "/rooms")).data[0]._id).toBe(room)
    expect(await stage.as("alice", "GET", `/rooms/${room}`)).toMatchObject({ unread: 1 })
  })

  test("joining once more, also at the same time, changes nothing and says nothing", async () => {
    const room = await stage.room(["alice"])
    const answers = await Promise.all(Array.from({ length: 5 }, () => join("bob", room)))
    for (const answer of answers) expect(idsOf(answer)).toEqual(["alice", "bob"])
    expect(await typesIn(room)).toEqual(["joinRoom"])
    await stage.backend("PUT", `/rooms/${room}`, { opening: 0, status: 0 })
    expect(idsOf(await join("bob", room))).toEqual(["alice", "bob"])
  })

  test("who is there through a group is in already, and nothing changes", async () => {
    await stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["carol"] })
    const { _id: room } = await stage.backend("POST", "/rooms", { members: ["alice", "crew"] })
    expect(idsOf(await join("carol", room))).toEqual(["alice", "crew"])
    expect(await typesIn(room)).toEqual([])
  })

  test("systemMessage false is silent", async () => {
    const room = await stage.room(["alice"])
    await join("bob", room, { systemMessage: false })
    expect(await typesIn(room)).toEqual([])
  })

  test("closed, frozen and unknown rooms let nobody in, and say why", async () => {
    const closed = await stage.room(["alice"])
    await stage.backend("PUT", `/rooms/${closed}`, { opening: 0 })
    expect(await refusedJoin("bob", closed)).toBe("403 ROOM_CLOSED")
    const frozen = await stage.room(["alice"])
    await stage.backend("PUT", `/rooms/${frozen}`, { status: 0 })
    expect(await refusedJoin("bob", frozen)).toBe("403 ROOM_INACTIVE")
    expect(await refusedJoin("bob", "nowhere")).toBe("404 ROOM_NOT_FOUND")
    for (const room of [closed, frozen])
      expect(idsOf(await stage.backend("GET", `/rooms/${room}`))).toEqual(["alice"])
  })

  test("a direct room does not exist for whoever guessed its id, and the key cannot join it for others", async () => {
    const { _id } = await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] })
    expect(await refusedJoin("carol", _id)).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("POST", `/rooms/${_id}/join`, {}, "carol")).toBe("403 ROOM_CLOSED")
    expect(idsOf(await join("bob", _id))).toEqual(["alice", "bob"])
  })

  test("who is banned does not join, not even by the API key", async () => {
    const room = await stage.room(["alice"], { owner: "alice" })
    await stage.as("alice", "POST", `/blockStatus/room/${room}/bob`)
    expect(await refusedJoin("bob", room)).toBe("403 CLIENT_BLOCKED")
    expect(await stage.refusedBackend("POST", `/rooms/${room}/join`, {}, "bob")).toBe("403 CLIENT_BLOCKED")
    await stage.as("alice", "DELETE", `/blockStatus/room/${room}/bob`)
    expect(idsOf(await join("bob", room))).toEqual(["alice", "bob"])
  })

  test("the API key lets its acting user into closed and frozen rooms, and needs one", async () => {
    const room = await stage.room(["alice"])
    await stage.backend("PUT", `/rooms/${room}`, { opening: 0, status: 0 })
    expect(idsOf(await stage.backend("POST", `/rooms/${room}/join`, {}, "bob"))).toEqual(["alice", "bob"])
    expect(await stage.refusedBackend("POST", `/rooms/${room}/join`)).toBe("400 MISSING_PARAMETER")
  })

  test("joining accepts an invitation", async () => {
    const room = await stage.room(["alice"])
    const invitees = { invitees: ["carol"], invitationRequired: true }
    await stage.as("alice", "POST", `/rooms/${room}/members`, invitees)
    expect(idsOf(await join("carol", room))).toEqual(["alice", "carol"])
    expect(await stage.as("carol", "GET", "/rooms/invitations")).toEqual({ totalCount: 0, data: [] })
  })
})

describe.each(engines)("joining by invitation only on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine, { INVITATION_REQUIRED: "1" })
  })
  afterAll(() => stage.close())

  test("who is added is invited, and only the invited join", async () => {
    const room = await stage.room(["alice"])
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["bob"] })
    expect(await stage.refused("carol", "POST", `/rooms/${room}/join`)).toBe("403 ROOM_CLOSED")
    expect(idsOf(await stage.as("bob", "POST", `/rooms/${room}/join`))).toEqual(["alice", "bob"])
  })

  test("what a call says of itself counts more than the setting", async () => {
    const room = await stage.room(["alice"])
    const body = { invitees: ["bob"], invitationRequired: false }
    expect(idsOf(await stage.as("alice", "POST", `/rooms/${room}/members`, body))).toEqual(["alice", "bob"])
  })

  test("the people of a new room are asked, of a direct room not", async () => {
    const group = await stage.as("alice", "POST", "/rooms/createAndJoin", { invitee: "bob" })
    expect(idsOf(group)).toEqual(["alice"])
    expect((await stage.as("bob", "GET", "/rooms/invitations")).data[0].room._id).toBe(group._id)
    const direct = { roomType: "direct", invitee: "carol", invitationRequired: true }
    expect(idsOf(await stage.as("alice", "POST", "/rooms/createAndJoin", direct))).toEqual(["alice", "carol"])
    expect(await stage.as("carol", "GET", "/rooms/invitations")).toMatchObject({ totalCount: 0 })
  })

  test("rooms that the backend makes have their members at once", async () => {
    const { members } = await stage.backend("POST", "/rooms", { members: ["alice", "carol"] })
    expect(members).toEqual(["alice", "carol"])
  })
})

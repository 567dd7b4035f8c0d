import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const idsOf = (room: Json) => room.members.map((member: Json) => member._id)

describe.each(engines)("members of a room on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    await stage.backend("POST", "/admin/groups", {
      _id: "crew",
      nickname: "Crew",
      members: ["bob", "carol"],
    })
  })
  afterAll(() => stage.close())

  type Person = Parameters<Stage["as"]>[0]
  const add = (who: Person, room: string, body: unknown) =>
    stage.as(who, "POST", `/rooms/${room}/members`, body)
  const remove = (who: Person, room: string, members: string[], more = {}) =>
    stage.as(who, "POST", `/rooms/${room}/delete/members`, { members, ...more })
  const membersOf = async (room: string) => idsOf(await stage.backend("GET", `/rooms/${room}`))
  const messagesIn = async (room: string) =>
    (await stage.backend("GET", `/rooms/${room}/messages/v3?sortOrder=asc`, undefined, "alice")).data

  describe("adding", () => {
    test("any member adds others, who have nothing unread of before", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      await stage.say(room, "alice", "before carol came")
      const answer = await add("bob", room, { invitees: ["carol", "bender", "carol"] })
      expect(idsOf(answer)).toEqual(["alice", "bob", "carol", "bender"])
      expect(answer).toMatchObject({ _id: room, isSuperuser: false, unread: 1 })
      expect(await stage.as("carol", "GET", `/rooms/${room}`)).toMatchObject({ unread: 0 })
      expect(await messagesIn(room)).toHaveLength(1)
    })

    test("systemMessage tells of one person by name, of several by a list that is also text", async () => {
      const room = await stage.room(["alice"])
      await add("alice", room, { invitees: ["bob"], systemMessage: true })
      await add("alice", room, { invitees: ["carol", "bender"], systemMessage: true })
      const [one, several] = await messagesIn(room)
      expect(one).toMatchObject({
        messageType: "addMember",
        message: "Bob",
        member: { _id: "bob", nickname: "Bob" },
        sender: { _id: "alice" },
        extra: { invitees: [{ _id: "bob", clientType: "user" }] },
      })
      expect(several).toMatchObject({ messageType: "addMembers", member: { _id: "carol" } })
      expect(several.extra.invitees.map((p: Json) => p._id)).toEqual(["carol", "bender"])
      expect(JSON.parse(several.message)).toEqual(several.extra.invitees)
    })

    test("who is in the room already is passed over in silence", async () => {
      const room = await stage.room(["alice", "bob"])
      await add("alice", room, { invitees: ["bob", "carol"], systemMessage: true })
      await add("alice", room, { invitees: ["bob", "carol"], systemMessage: true })
      expect(await membersOf(room)).toEqual(["alice", "bob", "carol"])
      const [only, ...others] = await messagesIn(room)
      expect([only.messageType, only.member._id, others]).toEqual(["addMember", "carol", []])
    })

    test("the form for one person tells the room when it has no body, and follows its body otherwise", async () => {
      const room = await stage.room(["alice"])
      await stage.as("alice", "POST", `/rooms/${room}/members/bob`)
      await stage.as("alice", "POST", `/rooms/${room}/members/carol`, {})
      expect(await membersOf(room)).toEqual(["alice", "bob", "carol"])
      expect((await messagesIn(room)).map((m: Json) => m.member._id)).toEqual(["bob"])
    })

    test("a room that is closed to new members still takes those whom its superusers add", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      await stage.backend("PUT", `/rooms/${room}`, { opening: 0 })
      const path = `/rooms/${room}/members`
      expect(await stage.refused("bob", "POST", path, { invitees: ["carol"] })).toBe("403 ROOM_CLOSED")
      expect(idsOf(await add("alice", room, { invitees: ["carol"] }))).toContain("carol")
    })

    test("frozen rooms, direct rooms, banned people and strangers are refused", async () => {
      const path = (room: string) => `/rooms/${room}/members`
      const body = { invitees: ["carol"] }
      const frozen = await stage.room(["alice", "bob"])
      await stage.backend("PUT", path(frozen).replace("/members", ""), { status: 0 })
      expect(await stage.refused("alice", "POST", path(frozen), body)).toBe("403 ROOM_INACTIVE")
      expect(idsOf(await stage.backend("POST", path(frozen), body, "alice"))).toContain("carol")

      const pair = { roomType: "direct", members: ["alice", "bob"] }
      const { _id: direct } = await stage.backend("POST", "/rooms", pair)
      expect(await stage.refused("alice", "POST", path(direct), body)).toBe("403 ROOM_CLOSED")
      expect(await stage.refusedBackend("POST", path(direct), body, "alice")).toBe("403 ROOM_CLOSED")
      expect(await membersOf(direct)).toEqual(["alice", "bob"])

      const strict = await stage.room(["alice", "bob"], { owner: "alice" })
      for (const banned of ["carol", "bob"])
        await stage.as("alice", "POST", `/blockStatus/room/${strict}/${banned}`)
      const both = { invitees: ["bender", "carol"] }
      expect(await stage.refused("alice", "POST", path(strict), both)).toBe("403 CLIENT_BLOCKED")
      expect(await stage.refused("bob", "POST", path(strict), { invitees: ["bender"] })).toBe(
        "403 CLIENT_BLOCKED",
      )
      expect(await stage.refused("carol", "POST", path(strict), both)).toBe("403 NOT_ROOM_MEMBER")
      expect(await membersOf(strict)).toEqual(["alice", "bob"])
    })

    test("nobody is added when one of them is unknown, or nobody is named", async () => {
      const room = await stage.room(["alice"])
      const path = `/rooms/${room}/members`
      for (const [body, code] of [
        [{ invitees: ["bob", "nobody"] }, "404 CLIENT_NOT_FOUND"],
        [{ invitees: [] }, "400 MISSING_PARAMETER"],
        [{}, "400 MISSING_PARAMETER"],
        [undefined, "400 MISSING_PARAMETER"],
        [{ invitees: "bob" }, "400 INVALID_PARAMETER"],
        [{ invitees: [7] }, "400 INVALID_PARAMETER"],
        [{ invitees: ["bob"], systemMessage: "yes" }, "400 INVALID_PARAMETER"],
      ])
        expect([body, await stage.refused("alice", "POST", path, body)]).toEqual([body, code])
      expect(await stage.refused("alice", "POST", `${path}/nobody`)).toBe("404 CLIENT_NOT_FOUND")
      expect(await stage.refused("alice", "POST", "/rooms/nowhere/members", { invitees: ["bob"] })).toBe(
        "404 ROOM_NOT_FOUND",
      )
      expect(await stage.refusedBackend("POST", path, { invitees: ["bob"] })).toBe("400 MISSING_PARAMETER")
      expect(await membersOf(room)).toEqual(["alice"])
    })

    test("a group is one member, and its people are in the room", async () => {
      const room = await stage.room(["alice"])
      const answer = await add("alice", room, { invitees: ["crew"], systemMessage: true })
      expect(idsOf(answer)).toEqual(["alice", "crew"])
      expect(answer.members[1]).toMatchObject({ clientType: "group", members: [{ _id: "bob" }, {}] })
      expect(answer.memberProperties.map((p: Json) => p.client).sort()).toEqual(["alice", "bob", "carol"])
      expect(await stage.as("carol", "GET", `/rooms/${room}`)).toMatchObject({ _id: room, unread: 1 })
    })
  })

  describe("removing and leaving", () => {
    test("superusers remove others, each of whom has a message of their own", async () => {
      const room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
      const answer = await remove("alice", room, ["bob", "carol"], { systemMessage: true })
      expect(idsOf(answer)).toEqual(["alice"])
      expect(answer.memberProperties.map((p: Json) => p.client)).toEqual(["alice"])
      const told = await messagesIn(room)
      expect(told).toMatchObject([
        { messageType: "deleteMember", message: "Bob", member: { _id: "bob" }, sender: { _id: "alice" } },
        { messageType: "deleteMember", message: "Carol", member: { _id: "carol" } },
      ])
      expect(told.map((m: Json) => m.extra.members.map((p: Json) => p._id))).toEqual([["bob"], ["carol"]])
      expect(await stage.refused("bob", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
      expect((await stage.as("bob", "GET", "/rooms")).data.map((r: Json) => r._id)).not.toContain(room)
    })

    test("plain members remove nobody, unless nobody stands above them", async () => {
      const led = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
      const path = `/rooms/${led}/delete/members`
      for (const members of [["carol"], ["bob", "carol"]])
        expect(await stage.refused("bob", "POST", path, { members })).toBe("403 INSUFFICIENT_PERMISSIONS")
      expect(await membersOf(led)).toHaveLength(3)
      const flat = await stage.room(["alice", "bob", "carol"])
      expect(idsOf(await remove("bob", flat, ["carol"]))).toEqual(["alice", "bob"])
      await stage.backend("PUT", `/rooms/${flat}/member/alice`, { property: "role", value: "admin" }, "alice")
      expect(
        await stage.refused("bob", "POST", `/rooms/${flat}/delete/members`, { members: ["alice"] }),
      ).toBe("403 INSUFFICIENT_PERMISSIONS")
    })

    test("whoever leaves gets the room without them and without unread, and the room is told", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      const { badge } = await stage.as("bob", "GET", "/me/badge")
      await stage.say(room, "alice", "hello")
      const answer = await remove("bob", room, ["bob"], { systemMessage: true })
      expect(idsOf(answer)).toEqual(["alice"])
      expect(answer).not.toHaveProperty("unread")
      expect((await messagesIn(room)).at(-1)).toMatchObject({
        messageType: "leaveRoom",
        message: "Bob",
        sender: { _id: "bob" },
        member: { _id: "bob" },
      })
      expect(await stage.as("bob", "GET", "/me/badge")).toEqual({ badge })
      const path = `/rooms/${room}/delete/members`
      expect(await stage.refused("bob", "POST", path, { members: ["bob"] })).toBe("403 NOT_ROOM_MEMBER")
    })

    test("oneself and others in one call is a removal of the others and a leaving", async () => {
      const room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
      const answer = await remove("alice", room, ["alice", "bob"], { systemMessage: true })
      expect(idsOf(answer)).toEqual(["carol"])
      const { data } = await stage.as("carol", "GET", `/rooms/${room}/messages/v3?sortOrder=asc`)
      expect(data.map((m: Json) => m.messageType).sort()).toEqual(["deleteMember", "leaveRoom"])
    })

    test("everybody may leave a frozen room, and one that they are banned in", async () => {
      const room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
      await stage.as("alice", "POST", `/blockStatus/room/${room}/bob`)
      await stage.backend("PUT", `/rooms/${room}`, { status: 0 })
      await remove("bob", room, ["bob"])
      await remove("carol", room, ["carol"])
      expect(await membersOf(room)).toEqual(["alice"])
    })

    test("an owner who leaves owns the room no more, and whoever goes manages nothing", async () => {
      const room = await stage.room(["alice", "bob", "carol"], { owner: "alice" })
      await stage.as("alice", "PUT", `/rooms/${room}`, { managers: ["alice", "bob", "carol"] })
      await remove("alice", room, ["alice"])
      const left = await stage.backend("GET", `/rooms/${room}`)
      expect(left).not.toHaveProperty("owner")
      expect(left.managers).toEqual(["bob", "carol"])
      expect((await remove("bob", room, ["carol"])).managers).toEqual(["bob"])
      await stage.backend("POST", `/rooms/${room}/members`, { invitees: ["alice", "carol"] }, "bob")
      expect(await stage.as("alice", "GET", `/rooms/${room}`)).toMatchObject({ isSuperuser: false })
    })

    test("a manager may remove the owner", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      await stage.as("alice", "PUT", `/rooms/${room}`, { managers: ["bob"] })
      expect(await remove("bob", room, ["alice"])).not.toHaveProperty("owner")
    })

    test("the short form removes one and tells the room", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      expect(idsOf(await stage.as("alice", "DELETE", `/rooms/${room}/members/bob`))).toEqual(["alice"])
      expect((await messagesIn(room)).map((m: Json) => m.messageType)).toEqual(["deleteMember"])
    })

    test("nobody is removed when one of them is not there, or nobody is named", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      const path = `/rooms/${room}/delete/members`
      const refused = (body?: unknown) => stage.refused("alice", "POST", path, body)
      expect(await refused({ members: ["bob", "carol"] })).toBe("404 MEMBER_NOT_FOUND")
      expect(await refused({ members: [] })).toBe("400 MISSING_PARAMETER")
      expect(await refused({})).toBe("400 MISSING_PARAMETER")
      expect(await refused()).toBe("400 MISSING_PARAMETER")
      expect(await refused({ members: ["bob", 1] })).toBe("400 INVALID_PARAMETER")
      expect(await stage.refused("alice", "DELETE", `/rooms/${room}/members/carol`)).toBe(
        "404 MEMBER_NOT_FOUND",
      )
      expect(await stage.refused("alice", "DELETE", "/rooms/nowhere/members/bob")).toBe("404 ROOM_NOT_FOUND")
      expect(await stage.refusedBackend("POST", path, { members: ["bob"] })).toBe("400 MISSING_PARAMETER")
      expect(await membersOf(room)).toEqual(["alice", "bob"])
    })

    test("nobody is removed from a direct room, nor leaves it", async () => {
      const pair = { roomType: "direct", members: ["alice", "carol"] }
      const { _id } = await stage.backend("POST", "/rooms", pair)
      for (const members of [["alice"], ["carol"]])
        expect(await stage.refused("alice", "POST", `/rooms/${_id}/delete/members`, { members })).toBe(
          "403 INSUFFICIENT_PERMISSIONS",
        )
      expect(await membersOf(_id)).toEqual(["alice", "carol"])
    })

    test("who leaves but is also there through a group stays", async () => {
      const room = await stage.room(["alice", "bob"], { owner: "alice" })
      await add("alice", room, { invitees: ["crew"] })
      const answer = await remove("bob", room, ["bob"], { systemMessage: true })
      expect(idsOf(answer)).toEqual(["alice", "crew"])
      expect(answer.unread).toBe(0)
      expect(await messagesIn(room)).toEqual([])
      expect(await stage.as("bob", "GET", `/rooms/${room}`)).toMatchObject({ _id: room })
      expect((await stage.as("bob", "GET", "/rooms/quitted")).data.map((r: Json) => r._id)).not.toContain(
        room,
      )
    })

    test("removing a group removes its people, but for those who are there by name", async () => {
      const made = { members: ["alice", "crew"], owner: "alice" }
      const { _id: room } = await stage.backend("POST", "/rooms", made)
      await add("alice", room, { invitees: ["bob"] })
      expect(await membersOf(room)).toEqual(["alice", "crew", "bob"])
      await remove("alice", room, ["crew"])
      expect(await membersOf(room)).toEqual(["alice", "bob"])
      expect(await stage.refused("carol", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    })
  })
})

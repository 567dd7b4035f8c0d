import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("invitations on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"], { owner: "alice", name: "Ops" })
  })
  afterAll(() => stage.close())

  type Person = Parameters<Stage["as"]>[0]
  const invite = (who: Person, invitees: string[]) =>
    stage.as(who, "POST", `/rooms/${room}/members`, {
      invitees,
      invitationRequired: true,
      systemMessage: true,
    })
  const own = (who: Person) => stage.as(who, "GET", "/rooms/invitations")
  const ofRoom = (who: Person) => stage.as(who, "GET", `/rooms/${room}/invitations`)
  const inviteesOf = (page: Json) => page.data.map((i: Json) => i.invitee._id)
  const hereOf = (page: Json) => page.data.filter((i: Json) => i.room._id === room)

  test("who is invited is no member, sees who asks and into which room, and hears nothing of what is said", async () => {
    await stage.say(room, "alice", "secret")
    const answer = await invite("bob", ["carol"])
    expect(answer.members.map((m: Json) => m._id)).toEqual(["alice", "bob"])
    const [invitation] = hereOf(await own("carol"))
    expect(invitation).toMatchObject({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      inviter: { _id: "bob", id: "bob", clientType: "user", nickname: "Bob" },
      invitee: { _id: "carol", nickname: "Carol" },
      room: { _id: room, id: room, name: "Ops", roomType: "group", owner: { _id: "alice" } },
      createdAt: new Date(stage.now()).toISOString(),
      createdTimeMS: stage.now(),
      updatedTimeMS: stage.now(),
    })
    expect(invitation.room.members.map((m: Json) => m._id)).toEqual(["alice", "bob"])
    for (const hidden of ["lastMessage", "memberProperties"])
      expect(invitation.room).not.toHaveProperty(hidden)
    expect(JSON.stringify(invitation)).not.toContain("secret")
    expect(await stage.refused("carol", "GET", `/rooms/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    expect((await stage.as("carol", "GET", "/rooms/ids")).data).not.toContain(room)
  })

  test("the room's own list is for members, and says what the room is, not who is in it", async () => {
    await invite("alice", ["carol", "bender"])
    const page = await ofRoom("bob")
    expect(page.totalCount).toBe(2)
    expect(inviteesOf(page).sort()).toEqual(["bender", "carol"])
    expect(page.data[0].room).toMatchObject({ _id: room, name: "Ops" })
    expect(page.data[0].room).not.toHaveProperty("members")
    expect(await stage.refused("carol", "GET", `/rooms/${room}/invitations`)).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("alice", "GET", "/rooms/nowhere/invitations")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("GET", `/rooms/${room}/invitations`)).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("GET", "/rooms/invitations")).toBe("400 MISSING_PARAMETER")
  })

  test("inviting again renews the invitation, by whoever asks now, and there is still one", async () => {
    await invite("alice", ["carol"])
    const [first] = hereOf(await own("carol"))
    stage.advance(5000)
    await invite("bob", ["carol"])
    const [second, ...others] = hereOf(await own("carol"))
    expect(others).toEqual([])
    expect(second).toMatchObject({ _id: first._id, inviter: { _id: "bob" }, createdAt: first.createdAt })
    expect(second.updatedTimeMS).toBe(first.updatedTimeMS + 5000)
  })

  test("members are not invited, banned and unknown people cannot be", async () => {
    await invite("alice", ["bob"])
    expect(await ofRoom("alice")).toEqual({ totalCount: 0, data: [] })
    await stage.as("alice", "POST", `/blockStatus/room/${room}/carol`)
    const path = `/rooms/${room}/members`
    const asked = (invitees: string[]) => ({ invitees, invitationRequired: true })
    expect(await stage.refused("alice", "POST", path, asked(["carol"]))).toBe("403 CLIENT_BLOCKED")
    expect(await stage.refused("alice", "POST", path, asked(["nobody"]))).toBe("404 CLIENT_NOT_FOUND")
  })

  test("declining ends only one's own, and answers what is left; once more is a success", async () => {
    await invite("alice", ["carol", "bender"])
    const other = await stage.room(["alice"])
    const body = { invitees: ["carol"], invitationRequired: true }
    await stage.as("alice", "POST", `/rooms/${other}/members`, body)
    for (let i = 0; i < 2; i++) {
      const left = await stage.as("carol", "DELETE", `/rooms/${room}/invitations`)
      expect(hereOf(left)).toEqual([])
      expect(left.data.map((i: Json) => i.room._id)).toContain(other)
      expect(left.totalCount).toBe(left.data.length)
    }
    expect(inviteesOf(await ofRoom("alice"))).toEqual(["bender"])
    await stage.as("carol", "DELETE", "/rooms/nowhere/invitations")
    const { data } = await stage.as("alice", "GET", `/rooms/${room}/messages/v3`)
    expect(data).toEqual([])
  })

  test("any member withdraws invitations, which the room is told; who was not invited is passed over", async () => {
    await invite("alice", ["carol", "bender"])
    const path = `/rooms/${room}/delete/invitations`
    const left = await stage.as("bob", "POST", path, { invitees: ["carol", "bob", "nobody"] })
    expect([left.totalCount, inviteesOf(left)]).toEqual([1, ["bender"]])
    expect(hereOf(await own("carol"))).toEqual([])
    const { data } = await stage.as("alice", "GET", `/rooms/${room}/messages/v3`)
    expect(data).toMatchObject([
      { messageType: "cancelInvitations", message: "Carol", sender: { _id: "bob" }, extra: {} },
    ])
    expect(data[0].extra.invitees).toMatchObject([{ _id: "carol", nickname: "Carol" }])
    expect(inviteesOf(await stage.as("bob", "DELETE", `/rooms/${room}/invitations/bender`))).toEqual([])
    await stage.as("bob", "DELETE", `/rooms/${room}/invitations/bender`)
    expect(await stage.as("alice", "GET", `/rooms/${room}/messages/v3`)).toMatchObject({ totalCount: 2 })
    expect(await stage.refused("carol", "POST", path, { invitees: ["bender"] })).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("alice", "POST", path, {})).toBe("400 MISSING_PARAMETER")
    expect(await stage.refused("alice", "POST", path, { invitees: [] })).toBe("400 MISSING_PARAMETER")
    expect(
      await stage.refused("alice", "POST", "/rooms/nowhere/delete/invitations", { invitees: ["bob"] }),
    ).toBe("404 ROOM_NOT_FOUND")
  })

  test("being added, banned, and the end of the room end an invitation", async () => {
    await invite("alice", ["carol", "bender"])
    await stage.as("alice", "POST", `/rooms/${room}/members`, { invitees: ["carol"] })
    await stage.as("alice", "POST", `/blockStatus/room/${room}/bender`)
    expect(await ofRoom("alice")).toEqual({ totalCount: 0, data: [] })
    expect(hereOf(await own("carol"))).toEqual([])
    await stage.as("alice", "DELETE", `/blockStatus/room/${room}/bender`)
    await invite("alice", ["bender"])
    await stage.as("alice", "DELETE", `/rooms/${room}`)
    expect(hereOf(await own("bender"))).toEqual([])
  })

  test("a direct room has no invitations, and nobody withdraws any", async () => {
    room = (await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] }))._id
    expect(await ofRoom("alice")).toEqual({ totalCount: 0, data: [] })
    expect(await stage.refused("alice", "DELETE", `/rooms/${room}/invitations/carol`)).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
  })
})

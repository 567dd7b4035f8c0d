import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const text = { messageType: "text", message: "hello" }

/** In each test a new room of alice's, with bob and bender in it; carol is outside. */
describe.each(engines)("bans on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    room = await stage.room(["alice", "bob", "bender"], { owner: "alice" })
  })

  const ban = (whom: string) => stage.as("alice", "POST", `/blockStatus/room/${room}/${whom}`)
  const lift = (whom: string) => stage.as("alice", "DELETE", `/blockStatus/room/${room}/${whom}`)
  const banned = async () =>
    (await stage.backend("GET", `/blockStatus/room/${room}`)).data.map(
      ({ blockee, blocker }: Record<string, { _id: string }>) => [blockee?._id, blocker?._id],
    )

  test("the owner bans a member, and gets the relation", async () => {
    const now = new Date(stage.now()).toISOString()
    expect(await ban("bob")).toEqual({
      appID: expect.any(String),
      blockee: expect.objectContaining({ _id: "bob", clientType: "user", nickname: "Bob" }),
      blocker: "alice",
      room,
      createdAt: now,
      updatedAt: now,
    })
  })

  test("the room's list shows both sides whole, newest first, and lifted bans no more", async () => {
    expect((await stage.as("alice", "GET", `/blockStatus/room/${room}`)).data).toEqual([])
    await ban("bob")
    stage.advance(1000)
    await ban("carol")
    const { data } = await stage.as("alice", "GET", `/blockStatus/room/${room}`)
    expect(data).toEqual([
      {
        blockee: expect.objectContaining({ _id: "carol", clientType: "user" }),
        blocker: expect.objectContaining({ _id: "alice", clientType: "user", nickname: "Alice" }),
        room: { _id: room, id: room, roomType: "group", createdTimeMS: expect.any(Number) },
        createdAt: new Date(stage.now()).toISOString(),
        updatedAt: new Date(stage.now()).toISOString(),
      },
      expect.objectContaining({ blockee: expect.objectContaining({ _id: "bob" }) }),
    ])
    stage.advance(1000)
    expect(await lift("bob")).toMatchObject({ updatedAt: new Date(stage.now()).toISOString() })
    expect(await banned()).toEqual([["carol", "alice"]])
  })

  test("who is banned stays a member and reads on, with nothing hidden and unread counted", async () => {
    await ban("bob")
    const { _id } = await stage.as("alice", "POST", `/rooms/${room}/message`, text)
    const seen = await stage.as("bob", "GET", `/rooms/${room}`)
    expect(seen.members.map((member: { _id: string }) => member._id)).toContain("bob")
    expect(seen).toMatchObject({ unread: 1, lastMessage: { _id }, wasBlockedAtMS: stage.now() })
    expect((await stage.as("bob", "GET", "/rooms/ids")).data).toContain(room)
    expect((await stage.as("bob", "GET", `/rooms/${room}/messages/v3`)).data).toHaveLength(1)
    expect(await stage.as("bob", "PUT", `/rooms/${room}/lastRead`, { message: _id })).toMatchObject({
      badge: 0,
    })
    expect(await stage.as("bender", "GET", `/rooms/${room}`)).not.toHaveProperty("wasBlockedAt")
  })

  test("who is banned neither sends nor types nor invites", async () => {
    await ban("bob")
    const { _id } = await stage.say(room, "bob", "by the backend")
    for (const [path, body] of [
      ["message", text],
      ["message", { _id, message: "edited" }],
      ["typing", { message: "…" }],
      ["members", { invitees: ["carol"] }],
      ["members/carol", undefined],
    ] as const) {
      expect([path, await stage.refused("bob", "POST", `/rooms/${room}/${path}`, body)]).toEqual([
        path,
        "403 CLIENT_BLOCKED",
      ])
    }
    await lift("bob")
    await stage.as("bob", "POST", `/rooms/${room}/message`, text)
  })

  test("who is outside can be banned, and then neither joins nor is added", async () => {
    await ban("carol")
    expect(await stage.refused("carol", "POST", `/rooms/${room}/join`)).toBe("403 CLIENT_BLOCKED")
    const add = { invitees: ["carol"] }
    expect(await stage.refused("alice", "POST", `/rooms/${room}/members`, add)).toBe("403 CLIENT_BLOCKED")
    await lift("carol")
    await stage.as("carol", "POST", `/rooms/${room}/join`)
  })

  test("a ban outlasts leaving", async () => {
    await ban("bob")
    await stage.as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    expect(await stage.refused("bob", "POST", `/rooms/${room}/join`)).toBe("403 CLIENT_BLOCKED")
  })

  test("a ban ends a pending invitation", async () => {
    const invite = { invitees: ["carol"], invitationRequired: true }
    await stage.as("alice", "POST", `/rooms/${room}/members`, invite)
    const pending = async () =>
      (await stage.as("carol", "GET", "/rooms/invitations")).data.map(
        (one: { room: { _id: string } }) => one.room._id,
      )
    expect(await pending()).toContain(room)
    await ban("carol")
    expect(await pending()).not.toContain(room)
  })

  test("with an owner only the owner and the API key ban, lift and list", async () => {
    await stage.backend("PUT", `/rooms/${room}`, { managers: ["bender"] })
    const forbidden = "403 INSUFFICIENT_PERMISSIONS"
    for (const person of ["bender", "bob"] as const) {
      expect(await stage.refused(person, "POST", `/blockStatus/room/${room}/carol`)).toBe(forbidden)
      expect(await stage.refused(person, "DELETE", `/blockStatus/room/${room}/carol`)).toBe(forbidden)
      expect(await stage.refused(person, "GET", `/blockStatus/room/${room}`)).toBe(forbidden)
    }
    expect(await stage.refused("carol", "GET", `/blockStatus/room/${room}`)).toBe("403 NOT_ROOM_MEMBER")
    await stage.backend("POST", `/blockStatus/room/${room}/carol`)
    await stage.backend("DELETE", `/blockStatus/room/${room}/carol`)
  })

  test("without an owner managers ban, or any member where there are none", async () => {
    const managed = await stage.room(["alice", "bob", "bender"])
    await stage.backend("PUT", `/rooms/${managed}`, { managers: ["bender"] })
    expect(await stage.refused("bob", "POST", `/blockStatus/room/${managed}/alice`)).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    await stage.as("bender", "POST", `/blockStatus/room/${managed}/alice`)
    const flat = await stage.room(["alice", "bob"])
    await stage.as("bob", "POST", `/blockStatus/room/${flat}/alice`)
    expect((await stage.as("bob", "GET", `/blockStatus/room/${flat}`)).data).toHaveLength(1)
  })

  test("who is banned where any member may ban cannot ban in return", async () => {
    const flat = await stage.room(["alice", "bob"])
    await stage.as("bob", "POST", `/blockStatus/room/${flat}/alice`)
    expect(await stage.refused("alice", "POST", `/blockStatus/room/${flat}/bob`)).toBe("403 CLIENT_BLOCKED")
    expect(await stage.refused("alice", "DELETE", `/blockStatus/room/${flat}/alice`)).toBe(
      "403 CLIENT_BLOCKED",
    )
  })

  test("the API key bans as the owner, as whom it names, or as the robot of the server", async () => {
    await stage.backend("POST", `/blockStatus/room/${room}/bob`)
    stage.advance(1000)
    await stage.backend("POST", `/blockStatus/room/${room}/carol`, undefined, "bender")
    expect(await banned()).toEqual([
      ["carol", "bender"],
      ["bob", "alice"],
    ])
    const ownerless = await stage.room(["bob"])
    const made = await stage.backend("POST", `/blockStatus/room/${ownerless}/bob`)
    expect(made.blocker).toBe("system")
    const { data } = await stage.backend("GET", `/blockStatus/room/${ownerless}`)
    expect(data).toMatchObject([{ blocker: { _id: "system", isRobot: true, clientType: "user" } }])
  })

  test("neither oneself nor the owner can be banned, nor anybody in a direct room", async () => {
    expect(await stage.refused("alice", "POST", `/blockStatus/room/${room}/alice`)).toBe(
      "400 SELF_BLOCK_FORBIDDEN",
    )
    expect(await stage.refusedBackend("POST", `/blockStatus/room/${room}/alice`)).toBe(
      "403 INSUFFICIENT_PERMISSIONS",
    )
    const direct = await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] })
    const path = `/blockStatus/room/${direct._id}/bob`
    expect(await stage.refused("alice", "POST", path)).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refusedBackend("POST", path)).toBe("403 INSUFFICIENT_PERMISSIONS")
  })

  test("what is not there is refused with its code", async () => {
    expect(await stage.refused("alice", "POST", "/blockStatus/room/nowhere/bob")).toBe(
      "404 ROOM_OR_USER_NOT_FOUND",
    )
    expect(await stage.refused("alice", "POST", `/blockStatus/room/${room}/nobody`)).toBe(
      "404 ROOM_OR_USER_NOT_FOUND",
    )
    await stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["bob"] })
    expect(await stage.refused("alice", "POST", `/blockStatus/room/${room}/crew`)).toBe(
      "404 ROOM_OR_USER_NOT_FOUND",
    )
    expect(await stage.refused("alice", "GET", "/blockStatus/room/nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refused("alice", "DELETE", `/blockStatus/room/${room}/bob`)).toBe(
      "404 BLOCK_NOT_FOUND",
    )
    for (const id of ["alice", "x".repeat(300)]) {
      expect(await stage.refused("alice", "DELETE", `/blockStatus/room/${room}/${id}`)).toBe(
        "400 INVALID_USER_ID",
      )
    }
    await ban("bob")
    expect(await stage.refused("alice", "POST", `/blockStatus/room/${room}/bob`)).toBe(
      "409 USER_ALREADY_BLOCKED",
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Bob is in two rooms; carol in none. */
describe.each(engines)("mutes on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    await stage.room(["alice", "bob"], { _id: "r1" })
    await stage.room(["alice", "bob"], { _id: "r2" })
  })
  afterAll(() => stage.close())

  test("a user mutes a room, and gets their record with the list of what is muted", async () => {
    expect(await stage.as("bob", "POST", "/me/mute/r2")).toMatchObject({
      _id: "bob",
      clientType: "user",
      mute: ["r2"],
    })
    expect((await stage.as("bob", "POST", "/me/mute/r1")).mute).toEqual(["r1", "r2"])
    expect((await stage.as("bob", "POST", "/me/mute/r1")).mute).toEqual(["r1", "r2"])
    expect((await stage.as("bob", "DELETE", "/me/mute/r2")).mute).toEqual(["r1"])
    expect((await stage.as("bob", "DELETE", "/me/mute/r2")).mute).toEqual(["r1"])
  })

  test("every answer of the own record has the list, and nobody else's", async () => {
    await stage.as("bob", "POST", "/me/mute/r1")
    expect((await stage.as("bob", "GET", "/me")).mute).toEqual(["r1"])
    expect((await stage.as("bob", "POST", "/me", { description: "quiet" })).mute).toEqual(["r1"])
    expect((await stage.as("bob", "POST", "/me/notification/disable")).mute).toEqual(["r1"])
    expect((await stage.as("bob", "POST", "/me/notification/enable")).mute).toEqual(["r1"])
    expect((await stage.backend("POST", "/admin/clients", { _id: "bob" })).mute).toEqual(["r1"])
    const { data } = await stage.backend("GET", "/admin/clients")
    expect(data.map(({ _id, mute }: Record<string, unknown>) => [_id, mute])).toEqual(
      expect.arrayContaining([
        ["alice", []],
        ["bob", ["r1"]],
      ]),
    )
    const { members } = await stage.as("alice", "GET", "/rooms/r1")
    for (const member of members) expect(member).not.toHaveProperty("mute")
  })

  test("the room, its preference and the list say the same", async () => {
    await stage.as("bob", "POST", "/me/mute/r1")
    expect(await stage.as("bob", "GET", "/rooms/r1")).toMatchObject({ muted: true, pref: { muted: true } })
    expect(await stage.as("alice", "GET", "/rooms/r1")).toMatchObject({
      muted: false,
      pref: { muted: false },
    })
    await stage.as("bob", "POST", "/roomPrefs/r1", { muted: false })
    expect((await stage.as("bob", "GET", "/me")).mute).toEqual([])
    await stage.as("bob", "POST", "/roomPrefs/r1", { muted: true, folder: "loud" })
    expect((await stage.as("bob", "GET", "/me")).mute).toEqual(["r1"])
    await stage.as("bob", "DELETE", "/me/mute/r1")
    const { data } = await stage.as("bob", "GET", "/roomPrefs")
    expect(data).toContainEqual({ room: "r1", muted: false, folder: "loud" })
  })

  test("unmuting what was never muted leaves no setting behind", async () => {
    expect((await stage.as("alice", "DELETE", "/me/mute/r1")).mute).toEqual([])
    expect((await stage.as("alice", "GET", "/roomPrefs")).data).toEqual([])
  })

  test("a muted room is read, written to and counted as before", async () => {
    await stage.as("bob", "POST", "/me/mute/r2")
    await stage.say("r2", "alice", "psst")
    expect(await stage.as("bob", "GET", "/rooms/r2")).toMatchObject({ unread: 1 })
    expect((await stage.as("bob", "GET", "/me/badge")).badge).toBe(1)
    await stage.as("bob", "POST", "/rooms/r2/message", { messageType: "text", message: "what?" })
  })

  test("the backend mutes and unmutes for a user, who need not be in the room", async () => {
    const path = "/admin/clients/carol/mute/r1"
    expect(await stage.backend("POST", path)).toMatchObject({ _id: "carol", mute: ["r1"] })
    expect((await stage.backend("POST", path)).mute).toEqual(["r1"])
    expect((await stage.backend("DELETE", path)).mute).toEqual([])
    expect(await stage.refusedBackend("DELETE", path)).toBe("400 ROOM_NOT_MUTED")
    expect(await stage.refusedBackend("POST", "/admin/clients/carol/mute/nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refusedBackend("DELETE", "/admin/clients/carol/mute/nowhere")).toBe(
      "404 ROOM_NOT_FOUND",
    )
    expect(await stage.refusedBackend("POST", "/admin/clients/nobody/mute/r1")).toBe("404 CLIENT_NOT_FOUND")
    expect(await stage.refused("bob", "POST", "/admin/clients/bob/mute/r1")).toBe("401 INVALID_API_KEY")
  })

  test("only rooms that one is in can be muted, but what was left can be unmuted", async () => {
    expect(await stage.refused("carol", "POST", "/me/mute/r1")).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refused("carol", "POST", "/me/mute/nowhere")).toBe("404 ROOM_NOT_FOUND")
    expect(await stage.refused("carol", "DELETE", "/me/mute/nowhere")).toBe("404 ROOM_NOT_FOUND")
    await stage.backend("POST", "/admin/clients/carol/mute/r1")
    expect((await stage.as("carol", "DELETE", "/me/mute/r1")).mute).toEqual([])
    expect(await stage.refusedBackend("POST", "/me/mute/r1")).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("DELETE", "/me/mute/r1")).toBe("400 MISSING_PARAMETER")
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Alice, bob and bender are in a room tagged vip and in one that is not; bob and carol are the group crew. */
describe.each(engines)("preferences of groups on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    await stage.room(["alice", "bob", "bender"], { _id: "tagged", roomTags: ["vip", "x"] })
    await stage.room(["alice", "bob", "bender"], { _id: "plain" })
    await stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: ["bob", "carol"] })
  })
  afterAll(() => stage.close())

  const set = (person: "alice" | "bob", room: string, group: string, body: object) =>
    stage.as(person, "POST", `/roomPrefs/${room}/group/${group}`, body)
  const prefOf = async (person: "alice" | "bob", room: string) =>
    (await stage.as(person, "GET", `/rooms/${room}`)).pref

  test("a member writes for a tag of the room, and all members see tags and colours", async () => {
    const colours = { tags: ["later"], tagColors: { later: "#ff0000" } }
    expect(await set("alice", "tagged", "vip", colours)).toEqual({ room: "tagged", ...colours })
    expect(await prefOf("bob", "tagged")).toMatchObject(colours)
    const { data } = await stage.as("bob", "GET", "/rooms")
    expect(data.find((room: { _id: string }) => room._id === "tagged").pref).toMatchObject(colours)
    expect(await prefOf("bob", "plain")).toMatchObject({ tags: [], tagColors: {} })
  })

  test("one's own tags stand over those of groups, until they are removed", async () => {
    await set("alice", "tagged", "vip", { tags: ["later"], tagColors: { later: "#ff0000" } })
    await stage.as("bob", "POST", "/roomPrefs/tagged", { tags: ["mine"] })
    expect(await prefOf("bob", "tagged")).toMatchObject({ tags: ["mine"], tagColors: { later: "#ff0000" } })
    await stage.as("bob", "DELETE", "/roomPrefs/tagged/tags")
    expect(await prefOf("bob", "tagged")).toMatchObject({ tags: ["later"] })
  })

  test("other fields are stored for the group and act on nobody", async () => {
    const all = { folder: "Work", muted: true, hidden: true, sticky: true, translation: true }
    expect(await set("alice", "tagged", "vip", all)).toMatchObject(all)
    expect(await prefOf("bob", "tagged")).toMatchObject({
      ...{ folder: "", muted: false, hidden: false, sticky: false, translation: false },
    })
    expect((await stage.as("bob", "GET", "/me")).mute).toEqual([])
  })

  test("the people of a user group share settings that others in the room do not see", async () => {
    await set("bob", "plain", "crew", { tags: ["ours"] })
    expect((await prefOf("bob", "plain")).tags).toEqual(["ours"])
    expect((await prefOf("alice", "plain")).tags).toEqual([])
    expect((await stage.as("bob", "GET", "/roomPrefs/group/crew")).data).toEqual([
      { room: "plain", tags: ["ours"] },
    ])
    await stage.backend("POST", "/rooms/plain/members", { invitees: ["carol"] }, "alice")
    expect((await stage.as("carol", "GET", "/rooms/plain")).pref.tags).toEqual(["ours"])
  })

  test("between two groups the newest settings hold", async () => {
    await set("alice", "tagged", "vip", { tags: ["older"] })
    stage.advance(1000)
    await set("alice", "tagged", "x", { tags: ["newer"] })
    expect((await prefOf("alice", "tagged")).tags).toEqual(["newer"])
    stage.advance(1000)
    await set("alice", "tagged", "vip", { tags: ["newest"] })
    expect((await prefOf("alice", "tagged")).tags).toEqual(["newest"])
  })

  test("one setting of a group is removed", async () => {
    await set("alice", "tagged", "x", { tags: ["gone soon"], folder: "Work" })
    expect(await stage.as("alice", "DELETE", "/roomPrefs/tagged/group/x/folder")).toEqual({
      room: "tagged",
      tags: ["gone soon"],
    })
    expect(await stage.as("alice", "DELETE", "/roomPrefs/tagged/group/x/tags")).toEqual({
      room: "tagged",
      tags: [],
    })
    expect(await stage.as("alice", "DELETE", "/roomPrefs/tagged/group/x/tags")).toEqual({
      room: "tagged",
      tags: [],
    })
  })

  test("the list of a tag holds the caller's rooms that carry it", async () => {
    await set("alice", "tagged", "vip", { tags: ["a"] })
    const other = await stage.room(["carol"], { roomTags: ["vip"] })
    await stage.as("carol", "POST", `/roomPrefs/${other}/group/vip`, { tags: ["b"] })
    const { totalCount, data } = await stage.as("alice", "GET", "/roomPrefs/group/vip")
    expect(totalCount).toBe(1)
    expect(data).toMatchObject([{ room: "tagged", tags: ["a"] }])
    const second = await stage.room(["alice"], { roomTags: ["vip"] })
    await stage.as("alice", "POST", `/roomPrefs/${second}/group/vip`, { tags: ["c"] })
    await stage.backend("PUT", "/rooms/tagged", { roomTags: ["x"] })
    expect((await stage.as("alice", "GET", "/roomPrefs/group/vip")).data).toEqual([
      { room: second, tags: ["c"] },
    ])
    await stage.backend("PUT", `/rooms/${second}`, { roomTags: [] })
    expect(await stage.refused("alice", "GET", "/roomPrefs/group/vip")).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect((await prefOf("alice", "tagged")).tags).not.toEqual(["a"])
    await stage.backend("PUT", "/rooms/tagged", { roomTags: ["vip", "x"] })
  })

  test("who may not use a name is refused", async () => {
    const forbidden = "403 INSUFFICIENT_PERMISSIONS"
    for (const group of ["crew", "strangers", "vip2"]) {
      const path = `/roomPrefs/plain/group/${group}`
      expect(await stage.refused("alice", "POST", path, { tags: ["t"] })).toBe(forbidden)
      expect(await stage.refused("alice", "DELETE", `${path}/tags`)).toBe(forbidden)
      expect(await stage.refused("alice", "GET", `/roomPrefs/group/${group}`)).toBe(forbidden)
    }
    expect(await stage.refused("alice", "POST", "/roomPrefs/plain/group/vip", {})).toBe(forbidden)
    expect(await stage.refused("alice", "POST", "/roomPrefs/nowhere/group/vip", {})).toBe(
      "404 ROOM_NOT_FOUND",
    )
    expect(await stage.refused("alice", "DELETE", "/roomPrefs/nowhere/group/vip/tags")).toBe(
      "404 ROOM_NOT_FOUND",
    )
    const secret = await stage.room(["bob"], { roomTags: ["vip"] })
    expect(await stage.refused("alice", "POST", `/roomPrefs/${secret}/group/vip`, {})).toBe(
      "403 NOT_ROOM_MEMBER",
    )
  })

  test("the API key may use every name for the user it names", async () => {
    await stage.backend("POST", "/roomPrefs/plain/group/strangers", { tags: ["t"] }, "alice")
    expect(await stage.backend("GET", "/roomPrefs/group/strangers", undefined, "alice")).toEqual({
      totalCount: 1,
      data: [{ room: "plain", tags: ["t"] }],
    })
    expect((await prefOf("alice", "plain")).tags).toEqual([])
    for (const [method, path] of [
      ["GET", "/roomPrefs/group/vip"],
      ["POST", "/roomPrefs/tagged/group/vip"],
      ["DELETE", "/roomPrefs/tagged/group/vip/tags"],
    ] as const) {
      expect(await stage.refusedBackend(method, path, method === "POST" ? {} : undefined)).toBe(
        "400 MISSING_PARAMETER",
      )
    }
  })

  test("a flawed setting of a group is refused", async () => {
    for (const flaw of [{ tags: "t" }, { tagColors: { t: 1 } }, { sticky: "x" }]) {
      expect(await stage.refused("alice", "POST", "/roomPrefs/tagged/group/vip", flaw)).toBe(
        "400 INVALID_PARAMETER",
      )
    }
    const long = "x".repeat(300)
    expect(await stage.refused("alice", "POST", `/roomPrefs/tagged/group/${long}`, {})).toBe(
      "400 INVALID_PARAMETER",
    )
  })
})

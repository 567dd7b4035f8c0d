import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const everyField = {
  tags: ["todo", "家"],
  tagColors: { todo: "#aa3300", 家: "#00aa33" },
  folder: "Hobby",
  muted: true,
  sticky: true,
  hidden: true,
  translation: true,
}

/** In each test a new room of alice's and bob's. */
describe.each(engines)("room preferences on %s", engine => {
  let stage: Stage
  let room: string
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    room = await stage.room(["alice", "bob"])
  })

  const set = (body: object) => stage.as("bob", "POST", `/roomPrefs/${room}`, body)
  const unset = (key: string) => stage.as("bob", "DELETE", `/roomPrefs/${room}/${key}`)
  const listed = async () =>
    (await stage.as("bob", "GET", "/roomPrefs")).data.filter((pref: { room: string }) => pref.room === room)
  const shown = async (person: "alice" | "bob" = "bob") =>
    (await stage.as(person, "GET", `/rooms/${room}`)).pref

  test("every field is stored, answered as it was set, and shown in the caller's room alone", async () => {
    expect(await set(everyField)).toEqual({ room, ...everyField })
    expect(await listed()).toEqual([{ room, ...everyField }])
    expect(await shown()).toEqual(everyField)
    expect(await shown("alice")).toEqual({
      ...{ tags: [], tagColors: {}, folder: "" },
      ...{ muted: false, sticky: false, hidden: false, translation: false },
    })
  })

  test("what is given changes, the rest stays", async () => {
    await set({ tags: ["todo"], sticky: true })
    expect(await set({ sticky: false, folder: "Work" })).toEqual({
      ...{ room, tags: ["todo"], sticky: false, folder: "Work" },
    })
    expect(await set({})).toEqual({ room, tags: ["todo"], sticky: false, folder: "Work" })
  })

  test("the room, the time of leaving and whatever else comes along are ignored", async () => {
    const others = { room: "elsewhere", quittedAt: "2026-01-01T00:00:00.000Z", colour: "red", __proto__: {} }
    expect(await set({ ...others, hidden: true })).toEqual({ room, hidden: true })
  })

  test("the list counts rooms that have any setting", async () => {
    const before = (await stage.as("bob", "GET", "/roomPrefs")).totalCount
    await set({ sticky: true })
    const { totalCount, data } = await stage.as("bob", "GET", "/roomPrefs/")
    expect([totalCount, data.length]).toEqual([before + 1, before + 1])
    expect(await unset("sticky")).toEqual({ room })
    expect((await stage.as("bob", "GET", "/roomPrefs")).totalCount).toBe(before)
  })

  test("one setting is removed: a list is shown empty, another field is gone", async () => {
    await set({ tags: ["todo"], tagColors: { todo: "red" }, folder: "Work", muted: true })
    expect(await unset("tags")).toEqual({
      ...{ room, tags: [], tagColors: { todo: "red" }, folder: "Work", muted: true },
    })
    expect(await unset("folder")).toEqual({ room, tagColors: { todo: "red" }, muted: true })
    expect(await unset("muted")).toEqual({ room, tagColors: { todo: "red" } })
    expect((await stage.as("bob", "GET", "/me")).mute).not.toContain(room)
    expect(await shown()).toMatchObject({ tags: [], folder: "", muted: false })
  })

  test("a setting that was never made is removed without complaint", async () => {
    for (const key of ["sticky", "unknown", "__proto__", "constructor"]) {
      expect(await unset(key)).toEqual({ room })
    }
  })

  test("a field of another kind, too long or too many is refused, and nothing is stored", async () => {
    const many = Array.from({ length: 101 }, (_, i) => `tag ${i}`)
    for (const flaw of [
      { tags: "todo" },
      { tags: [1] },
      { tags: [null] },
      { tags: many },
      { tags: ["x".repeat(257)] },
      { tags: ["a\u0000b"] },
      { tagColors: ["red"] },
      { tagColors: { todo: 1 } },
      { tagColors: { todo: "x".repeat(65) } },
      { tagColors: { ["x".repeat(257)]: "red" } },
      { tagColors: Object.fromEntries(many.map(tag => [tag, "red"])) },
      { folder: 1 },
      { folder: null },
      { folder: "x".repeat(257) },
      { muted: "yes" },
      { sticky: 1 },
      { hidden: "true" },
      { translation: null },
      [],
      null,
    ]) {
      const answer = await stage.refused("bob", "POST", `/roomPrefs/${room}`, flaw)
      expect([flaw, answer]).toEqual([flaw, "400 INVALID_PARAMETER"])
    }
    expect(await listed()).toEqual([])
  })

  test("only members set anything, but what was set for a room that was left can be removed", async () => {
    await set({ sticky: true })
    await stage.as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    expect(await stage.refused("bob", "POST", `/roomPrefs/${room}`, { sticky: false })).toBe(
      "403 NOT_ROOM_MEMBER",
    )
    expect(await unset("sticky")).toEqual({ room })
    const direct = await stage.backend("POST", "/rooms", { roomType: "direct", members: ["alice", "bob"] })
    for (const [method, path] of [
      ["POST", "/roomPrefs/nowhere"],
      ["DELETE", "/roomPrefs/nowhere/tags"],
      ["POST", `/roomPrefs/${direct._id}`],
      ["DELETE", `/roomPrefs/${direct._id}/tags`],
    ] as const) {
      expect(await stage.refused("carol", method, path, method === "POST" ? {} : undefined)).toBe(
        "404 ROOM_NOT_FOUND",
      )
    }
  })

  test("the API key does it for the user it names", async () => {
    await stage.backend("POST", `/roomPrefs/${room}`, { folder: "Work" }, "bob")
    expect(await listed()).toEqual([{ room, folder: "Work" }])
    expect(await stage.refusedBackend("POST", `/roomPrefs/${room}`, {})).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("POST", `/roomPrefs/${room}`, {}, "carol")).toBe("403 NOT_ROOM_MEMBER")
    expect(await stage.refusedBackend("GET", "/roomPrefs")).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("DELETE", `/roomPrefs/${room}/tags`)).toBe("400 MISSING_PARAMETER")
  })

  test("two changes at once both hold", async () => {
    await Promise.all([set({ sticky: true }), set({ folder: "Work" }), set({ hidden: true })])
    expect(await listed()).toEqual([{ room, sticky: true, folder: "Work", hidden: true }])
  })

  test("who comes back finds the settings of before", async () => {
    await set({ tags: ["todo"], muted: true })
    await stage.as("bob", "POST", `/rooms/${room}/delete/members`, { members: ["bob"] })
    await stage.as("bob", "POST", `/rooms/${room}/join`)
    expect(await shown()).toMatchObject({ tags: ["todo"], muted: true })
  })
})

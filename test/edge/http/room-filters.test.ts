import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Bob's rooms r1 to r4, made a second apart and all silent but r2, which alice writes in; he set r1, r2 and r4. */
describe.each(engines)("filters of the room list on %s", engine => {
  let stage: Stage
  let lastOfR2: string
  beforeAll(async () => {
    stage = await setStage(engine)
    for (const [_id, roomTags] of [
      ["r1", []],
      ["r2", []],
      ["r3", ["vip"]],
      ["r4", ["vip"]],
    ] as const) {
      stage.advance(1000)
      await stage.room(["alice", "bob"], { _id, roomTags })
    }
    const set = (room: string, pref: object) => stage.as("bob", "POST", `/roomPrefs/${room}`, pref)
    await set("r1", { tags: ["todo", "home"], folder: "Work", sticky: true })
    await set("r2", { tags: ["todo"], hidden: true, muted: true })
    await set("r4", { translation: true })
    await stage.as("alice", "POST", "/roomPrefs/r3", { tags: ["todo"], folder: "Work" })
    await stage.as("alice", "POST", "/roomPrefs/r3/group/vip", { tags: ["shared"], folder: "Work" })
    await stage.say("r2", "alice", "first")
    lastOfR2 = (await stage.say("r2", "alice", "last"))._id
  })
  afterAll(() => stage.close())

  const asked = (query: Record<string, unknown>) =>
    new URLSearchParams(
      Object.entries(query).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    )
  const page = (query: Record<string, unknown>) =>
    stage.as("bob", "GET", `/rooms?${asked({ sort: "createdTime", ...query })}`)
  const ids = async (query: Record<string, unknown>) =>
    (await page(query)).data.map((room: { _id: string }) => room._id)

  test("by one's own tags", async () => {
    expect(await ids({ pref: { tags: "todo" } })).toEqual(["r1", "r2"])
    expect(await ids({ pref: { tags: { $in: ["home", "none"] } } })).toEqual(["r1"])
    expect(await ids({ pref: { tags: { $all: ["todo", "home"] } } })).toEqual(["r1"])
    expect(await ids({ pref: { tags: { $nin: ["todo"] } } })).toEqual(["r3", "r4"])
    expect(await ids({ pref: { tags: [] } })).toEqual(["r4"])
  })

  test("by tags that a group gives, as the room shows them", async () => {
    expect(await ids({ pref: { tags: "shared" } })).toEqual(["r3"])
    expect((await page({ pref: { tags: "shared" } })).data[0].pref.tags).toEqual(["shared"])
  })

  test("by every other setting, those never made counting as their defaults", async () => {
    expect(await ids({ pref: { folder: "Work" } })).toEqual(["r1"])
    expect(await ids({ pref: { folder: "" } })).toEqual(["r2", "r3", "r4"])
    expect(await ids({ pref: { sticky: true } })).toEqual(["r1"])
    expect(await ids({ pref: { hidden: false } })).toEqual(["r1", "r3", "r4"])
    expect(await ids({ pref: { muted: true } })).toEqual(["r2"])
    expect(await ids({ pref: { translation: true } })).toEqual(["r4"])
    expect(await ids({ pref: { $or: [{ sticky: true }, { muted: true }] } })).toEqual(["r1", "r2"])
    expect(await ids({ pref: {} })).toEqual(["r1", "r2", "r3", "r4"])
  })

  test("by settings and q together, in pages with the total of the filter", async () => {
    const query = { pref: { tags: { $in: ["todo", "shared"] } }, q: { members: "bob" } }
    expect(await page({ ...query, limit: "1", skip: "1" })).toMatchObject({
      totalCount: 3,
      data: [{ _id: "r2" }],
    })
    expect(await ids({ pref: { tags: "todo" }, q: { _id: { $in: ["r2", "r3"] } } })).toEqual(["r2"])
  })

  test("by the last message", async () => {
    expect(await ids({ q: { lastMessage: lastOfR2 } })).toEqual(["r2"])
    expect(await ids({ q: { lastMessage: { $exists: true } } })).toEqual(["r2"])
    expect(await ids({ q: { lastMessage: null } })).toEqual(["r1", "r3", "r4"])
  })

  test("by fields that nobody sets", async () => {
    expect(await ids({ q: { isPublic: false } })).toHaveLength(4)
    expect(await ids({ q: { isPublic: true } })).toEqual([])
    expect(await ids({ q: { assignTo: null } })).toHaveLength(4)
    expect(await ids({ q: { assignTo: "alice" } })).toEqual([])
    expect(await ids({ q: { serviceStatus: 0 } })).toHaveLength(4)
  })

  test("with what is unread first", async () => {
    expect(await ids({ sortUnreadFirst: "1" })).toEqual(["r2", "r1", "r3", "r4"])
    expect(await ids({ sortUnreadFirst: "true", pref: { tags: "todo" } })).toEqual(["r2", "r1"])
    await stage.as("bob", "PUT", "/rooms/r2/lastRead", { message: lastOfR2 })
    expect(await ids({ sortUnreadFirst: "1" })).toEqual(["r1", "r2", "r3", "r4"])
  })

  test("by a setting that there is not is refused", async () => {
    for (const query of [
      { pref: { secret: 1 } },
      { pref: { tagColors: {} } },
      { pref: { tags: { $where: "1" } } },
      { pref: [] },
      { pref: "false" },
    ]) {
      const answer = await stage.refused("bob", "GET", `/rooms?${asked(query)}`)
      expect([query, answer]).toEqual([query, "400 INVALID_PARAMETER"])
    }
  })
})

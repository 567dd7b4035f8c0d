import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Rooms of alice, a minute apart: r1 is the oldest. Messages come later, in the order r2, r4, r1. */
describe.each(engines)("the room list on %s", engine => {
  let stage: Stage
  const made: Record<string, number> = {}

  beforeAll(async () => {
    stage = await setStage(engine)
    const make = async (_id: string, more: Record<string, unknown>) => {
      stage.advance(60_000)
      const room = await stage.backend("POST", "/rooms", { _id, members: ["alice", "bob"], ...more })
      made[_id] = room.createdTimeMS
    }
    await make("r1", { name: "Chess club", roomTags: ["club", "indoor"] })
    await make("r2", { name: "Garden Club", roomTags: ["club"] })
    await make("r3", { name: "Family" })
    await make("r4", { name: "Work", roomTags: ["work", "indoor"] })
    await stage.backend("POST", "/rooms", { _id: "not-alices", members: ["bob", "carol"], name: "Chess" })
    for (const [room, sender] of [
      ["r2", "bob"],
      ["r4", "alice"],
      ["r1", "alice"],
    ] as const) {
      stage.advance(60_000)
      await stage.say(room, sender, `in ${room}`)
    }
  })
  afterAll(() => stage.close())

  const list = (query = "") => stage.as("alice", "GET", `/rooms${query}`)
  const ids = async (query = "") => (await list(query)).data.map((room: { _id: string }) => room._id)
  const asked = (q: unknown) => `?q=${encodeURIComponent(JSON.stringify(q))}`
  const refused = (query: string) => stage.refused("alice", "GET", `/rooms${query}`)

  test("rooms come by their newest message, those without one after them, newest first", async () => {
    expect(await ids()).toEqual(["r1", "r4", "r2", "r3"])
    expect(await ids("?sort=-lastMessage")).toEqual(["r1", "r4", "r2", "r3"])
  })

  test("each room is whole", async () => {
    const { data, totalCount } = await list("?limit=1")
    expect(totalCount).toBe(4)
    expect(data).toMatchObject([
      {
        _id: "r1",
        id: "r1",
        name: "Chess club",
        roomType: "group",
        roomTags: ["club", "indoor"],
        members: [
          { _id: "alice", id: "alice", clientType: "user" },
          { _id: "bob", id: "bob", clientType: "user" },
        ],
        memberProperties: [
          { client: "alice", badge: 0 },
          { client: "bob", badge: 1 },
        ],
        lastMessage: { message: "in r1", sender: { _id: "alice", clientType: "user" } },
        unread: 0,
        isMentioned: false,
        muted: false,
        isSuperuser: false,
        pref: { tags: [], tagColors: {} },
      },
    ])
  })

  test("other orders can be asked for", async () => {
    expect(await ids("?sort=lastMessage")).toEqual(["r3", "r2", "r4", "r1"])
    expect(await ids("?sort=createdTime")).toEqual(["r1", "r2", "r3", "r4"])
    expect(await ids("?sort=-createdTime")).toEqual(["r4", "r3", "r2", "r1"])
    expect(await ids("?sort=-lastMessage%20-createdTime")).toEqual(["r1", "r4", "r2", "r3"])
    expect(await refused("?sort=secret")).toBe("400 INVALID_PARAMETER")
  })

  test("pages follow one another without gap, and the total is that of all of them", async () => {
    const pages = [await list("?limit=3"), await list("?limit=3&skip=3"), await list("?limit=3&skip=6")]
    expect(pages.map(page => page.data.map((room: { _id: string }) => room._id))).toEqual([
      ["r1", "r4", "r2"],
      ["r3"],
      [],
    ])
    expect(pages.map(page => page.totalCount)).toEqual([4, 4, 4])
    expect(await ids("?limit=0")).toHaveLength(4)
    expect(await ids("?limit=200")).toHaveLength(4)
  })

  test("rooms with something unread can come first", async () => {
    for (const yes of ["1", "true"]) {
      expect(await ids(`?sortUnreadFirst=${yes}`)).toEqual(["r2", "r1", "r4", "r3"])
    }
    expect(await ids("?sortUnreadFirst=0")).toEqual(["r1", "r4", "r2", "r3"])
  })

  test("updatedAfter keeps rooms with a newer message or made later, in milliseconds and ISO text", async () => {
    const r3 = made.r3 as number
    const iso = encodeURIComponent(new Date(r3).toISOString())
    for (const after of [String(r3), iso]) {
      expect(await list(`?updatedAfter=${after}`)).toMatchObject({
        totalCount: 3,
        data: [{ _id: "r1" }, { _id: "r4" }, { _id: "r2" }],
      })
    }
    expect(await ids(`?updatedAfter=${r3 - 1}`)).toEqual(["r1", "r4", "r2", "r3"])
    expect(await ids(`?updatedAfter=${stage.now()}`)).toEqual([])
    expect(await refused("?updatedAfter=yesterday")).toBe("400 INVALID_PARAMETER")
  })

  test("the query of the web SDK asks for one's own rooms, and for a tag", async () => {
    expect(await ids(asked({ members: "alice" }))).toHaveLength(4)
    expect(await ids(asked({ members: "alice", roomTags: "club" }))).toEqual(["r1", "r2"])
    expect(await ids(asked({}))).toHaveLength(4)
  })

  test("q matches plain values, $in, $all and $regex", async () => {
    expect(await ids(asked({ name: "Family" }))).toEqual(["r3"])
    expect(await ids(asked({ _id: { $in: ["r4", "r2", "not-alices"] } }))).toEqual(["r4", "r2"])
    expect(await ids(asked({ roomTags: { $in: ["work", "club"] } }))).toEqual(["r1", "r4", "r2"])
    expect(await ids(asked({ roomTags: { $all: ["club", "indoor"] } }))).toEqual(["r1"])
    expect(await ids(asked({ name: { $regex: "club$" } }))).toEqual(["r1"])
    expect(await ids(asked({ roomTags: { $regex: "^in" } }))).toEqual(["r1", "r4"])
    expect(await ids(asked({ name: { $regex: "club$" }, roomTags: "work" }))).toEqual([])
  })

  test("a pattern may leave case aside", async () => {
    expect(await ids(asked({ name: { $regex: "CLUB", $options: "i" } }))).toEqual(["r1", "r2"])
  })

  test("the total of a filtered list is that of the filter, whatever the page", async () => {
    const q = asked({ roomTags: { $in: ["club", "work"] } })
    expect(await list(`${q}&limit=1&skip=1`)).toMatchObject({ totalCount: 3, data: [{ _id: "r4" }] })
  })

  test("q never shows a room that the caller is not in", async () => {
    expect(await ids(asked({ _id: "not-alices" }))).toEqual([])
    expect(await ids(asked({ name: "Chess" }))).toEqual([])
  })

  test("q may ask for others who are in one's rooms", async () => {
    await stage.backend("POST", "/rooms", { _id: "with-carol", members: ["carol", "bender"] })
    const q = asked({ members: "bender" })
    const { data } = await stage.as("carol", "GET", `/rooms${q}`)
    expect(data).toMatchObject([{ _id: "with-carol" }])
  })

  test("a pattern made to run for ever is answered, and the server goes on", async () => {
    await stage.backend("POST", "/rooms", { _id: "trap", name: `${"a".repeat(900)}!`, members: ["bender"] })
    const { status, body } = await stage.raw("GET", `/rooms${asked({ name: { $regex: "(a+)+$" } })}`, {
      headers: { "IM-CLIENT-KEY": "test-client-key-0123456789", "IM-Authorization": stage.cast.bender },
    })
    expect(status === 200 ? body.result.data : status).toEqual(status === 200 ? [] : 400)
    expect((await stage.raw("GET", "/healthz")).status).toBe(200)
  })

  test("a query that is not understood is refused", async () => {
    expect(await refused("?q=%7B")).toBe("400 INVALID_PARAMETER")
    expect(await refused("?q=[]")).toBe("400 INVALID_PARAMETER")
    for (const q of [
      { secret: 1 },
      { __proto__x: 1 },
      { constructor: 1 },
      { name: { $where: "1" } },
      { name: { $regex: "(" } },
      { name: { $regex: 7 } },
      { roomTags: { $in: "club" } },
      { $or: [] },
    ]) {
      expect([q, await refused(asked(q))]).toEqual([q, "400 INVALID_PARAMETER"])
    }
  })

  test("pref=true is no filter, and nonsense is refused", async () => {
    expect(await ids("?pref=true")).toHaveLength(4)
    expect(await refused("?pref=%7B")).toBe("400 INVALID_PARAMETER")
  })

  test("limits and skips that are no numbers are refused", async () => {
    for (const query of ["?limit=abc", "?limit=-1", "?skip=-1", "?skip=1.5"]) {
      expect([query, await refused(query)]).toEqual([query, "400 INVALID_PARAMETER"])
    }
  })

  test("the token says whose rooms these are, and the API key must say it", async () => {
    const { body } = await stage.raw("GET", "/rooms", {
      headers: {
        "IM-CLIENT-KEY": "test-client-key-0123456789",
        "IM-Authorization": stage.cast.alice,
        "IM-CLIENT-ID": "carol",
      },
    })
    expect(body.result.totalCount).toBe(4)
    expect((await stage.backend("GET", "/rooms", undefined, "alice")).totalCount).toBe(4)
    expect(await stage.refusedBackend("GET", "/rooms")).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("GET", "/rooms", undefined, "nobody")).toBe("404 CLIENT_NOT_FOUND")
  })
})

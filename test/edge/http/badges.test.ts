import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { clientKey, engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

/** Bob has 1 unread in a room tagged work, 2 in garden, 4 in a room of both, 8 without tags, none in idle. */
describe.each(engines)("unread counts by tag and token on %s", engine => {
  let stage: Stage
  let start: number
  let frozen: string
  beforeAll(async () => {
    stage = await setStage(engine)
    start = stage.now()
    for (const [_id, roomTags, messages] of [
      ["work", ["work"], 1],
      ["garden", ["garden"], 2],
      ["both", ["work", "garden", "__proto__"], 4],
      ["untagged", [], 8],
      ["idle", ["idle"], 0],
    ] as const) {
      await stage.room(["alice", "bob"], { _id, roomTags })
      for (let i = 0; i < messages; i++) {
        stage.advance(1000)
        await stage.say(_id, "alice", String(i))
      }
    }
    frozen = await stage.room(["alice", "bob"], { roomTags: ["frozen"] })
    await stage.say(frozen, "alice", "brr")
    await stage.backend("PUT", `/rooms/${frozen}`, { status: 0 })
  })
  afterAll(() => stage.close())

  const byTags = (body?: unknown) => stage.as("bob", "POST", "/badges/byRoomTags", body)
  const upTo = (beforeTime: unknown, tags?: string[]) =>
    stage.as("bob", "POST", "/badges/byRoomTagsAndTime", { tags, beforeTime })

  test("each tag asked for has its count, and a room with several counts once in the total", async () => {
    expect(await byTags({ tags: ["work", "garden"] })).toEqual({
      totalBadge: 7,
      data: { work: 5, garden: 6 },
    })
    expect(await byTags({ tags: ["garden", "garden"] })).toEqual({ totalBadge: 6, data: { garden: 6 } })
    expect(await byTags({ tags: ["idle", "nowhere"] })).toEqual({
      totalBadge: 0,
      data: { idle: 0, nowhere: 0 },
    })
  })

  test("without tags all that the caller's active rooms carry are counted", async () => {
    for (const body of [{}, { tags: [] }, undefined]) {
      const { totalBadge, data } = await byTags(body)
      expect(totalBadge).toBe(7)
      expect(Object.entries(data).sort()).toEqual([
        ["__proto__", 4],
        ["garden", 6],
        ["idle", 0],
        ["work", 5],
      ])
    }
    expect(await stage.as("carol", "POST", "/badges/byRoomTags", {})).toEqual({ totalBadge: 0, data: {} })
    expect(await byTags({ tags: ["frozen"] })).toEqual({ totalBadge: 0, data: { frozen: 0 } })
  })

  test("what is no list of text is refused", async () => {
    for (const path of ["/badges/byRoomTags", "/badges/byRoomTagsAndTime"]) {
      for (const body of [{ tags: "work" }, { tags: [1] }, { tags: [["work"]] }, { tags: {} }, []]) {
        expect([body, await stage.refused("bob", "POST", path, body)]).toEqual([body, "400 INVALID_TAGS"])
      }
      expect(await stage.refusedBackend("POST", path, {})).toBe("400 MISSING_PARAMETER")
    }
  })

  test("the API key asks for the user it names", async () => {
    const asked = await stage.backend("POST", "/badges/byRoomTags", { tags: ["work"] }, "bob")
    expect(asked).toEqual({ totalBadge: 5, data: { work: 5 } })
  })

  test("only messages sent before an instant count, given as ISO text or milliseconds", async () => {
    // work: second 1; garden: 2 and 3; both: 4 to 7.
    expect(await upTo(start + 1000)).toMatchObject({ totalBadge: 0 })
    expect(await upTo(start + 1001)).toMatchObject({ totalBadge: 1, data: { work: 1, garden: 0 } })
    expect(await upTo(start + 3000, ["garden"])).toEqual({ totalBadge: 1, data: { garden: 1 } })
    for (const at of [
      start + 6000,
      String(start + 6000),
      new Date(start + 6000).toISOString(),
      new Date(start + 6000).toISOString().replace("Z", "+00:00"),
    ]) {
      expect(await upTo(at, ["work", "garden"])).toEqual({ totalBadge: 5, data: { work: 3, garden: 4 } })
    }
    for (const never of [undefined, null, ""]) {
      expect(await upTo(never, ["work"])).toEqual({ totalBadge: 5, data: { work: 5 } })
    }
  })

  test("an instant that cannot be read is refused", async () => {
    for (const beforeTime of ["yesterday", -1, 1.5, {}, true]) {
      const answer = await stage.refused("bob", "POST", "/badges/byRoomTagsAndTime", { beforeTime })
      expect([beforeTime, answer]).toEqual([beforeTime, "400 INVALID_PARAMETER"])
    }
  })

  test("what was read, deleted for oneself or for everybody does not count before the instant", async () => {
    const room = await stage.room(["alice", "carol"], { roomTags: ["holes"] })
    const sent: string[] = []
    for (let i = 0; i < 8; i++) {
      stage.advance(1000)
      sent.push((await stage.say(room, "alice", String(i)))._id)
    }
    const last = stage.now()
    const count = async (beforeTime: number) =>
      (await stage.as("carol", "POST", "/badges/byRoomTagsAndTime", { tags: ["holes"], beforeTime })).data
        .holes
    const counts = () => Promise.all([last - 7000, last - 3000, last, last + 1].map(count))
    expect(await counts()).toEqual([0, 4, 7, 8])
    await stage.backend("DELETE", `/rooms/${room}/messages/${sent[6]}`)
    expect(await counts()).toEqual([0, 4, 6, 7])
    await stage.as("carol", "POST", "/messages/user-delete", { room, messages: [sent[2], sent[7]] })
    expect(await counts()).toEqual([0, 3, 5, 5])
    await stage.as("carol", "PUT", `/rooms/${room}/lastRead`, { message: sent[4] })
    expect(await counts()).toEqual([0, 0, 1, 1])
    await stage.as("carol", "POST", "/messages/user-delete/all-in-room", { room })
    expect(await counts()).toEqual([0, 0, 0, 0])
  })

  test("an app with its client key asks for the totals of several tokens; bad ones are left out", async () => {
    const ask = async (tokens: unknown, headers: Record<string, string> = { "IM-CLIENT-KEY": clientKey }) =>
      (await stage.raw("POST", "/badges", { headers, body: { tokens } })).body
    const { alice, bob } = stage.cast
    const { result } = await ask([bob, "stale", alice, bob, `Bearer ${bob}`, "", 7, null])
    expect(result).toEqual({
      totalBadge: 15,
      data: [
        { client: "bob", badge: 15 },
        { client: "alice", badge: 0 },
      ],
    })
    expect((await ask([])).result).toEqual({ totalBadge: 0, data: [] })
    expect((await ask([bob], {})).error.code).toBe("INVALID_CLIENT_KEY")
    expect((await ask([bob], { "IM-CLIENT-KEY": "x" })).error.code).toBe("INVALID_CLIENT_KEY")
  })

  test("the list of tokens must be there, be a list, and hold at most 20", async () => {
    const ask = async (body: unknown) =>
      (await stage.raw("POST", "/badges/", { headers: { "IM-CLIENT-KEY": clientKey }, body })).body
    expect((await ask({})).error.code).toBe("MISSING_PARAMETER")
    expect((await ask({ tokens: "x" })).error.code).toBe("INVALID_PARAMETER")
    expect((await ask({ tokens: Array(21).fill("x") })).error.code).toBe("INVALID_PARAMETER")
    expect((await ask({ tokens: Array(20).fill("x") })).result).toEqual({ totalBadge: 0, data: [] })
  })

  test("a token that ended does not tell what is unread", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "dave" })
    const { token } = await stage.backend("POST", "/admin/clients", { _id: "dave", issueAccessToken: true })
    await stage.backend("DELETE", "/admin/clients/dave/token", { token })
    const options = { headers: { "IM-CLIENT-KEY": clientKey }, body: { tokens: [token] } }
    expect((await stage.raw("POST", "/badges", options)).body.result.data).toEqual([])
  })
})

describe.each(engines)("without read tracking on %s", engine => {
  test("nothing is unread, and tags are named all the same", async () => {
    const stage = await setStage(engine, { DISABLE_LAST_READ: "1" })
    const room = await stage.room(["alice", "bob"], { roomTags: ["work"] })
    await stage.say(room, "alice", "1")
    expect(await stage.as("bob", "POST", "/badges/byRoomTags", {})).toEqual({
      totalBadge: 0,
      data: { work: 0 },
    })
    const options = { headers: { "IM-CLIENT-KEY": clientKey }, body: { tokens: [stage.cast.bob] } }
    expect((await stage.raw("POST", "/badges", options)).body.result.totalBadge).toBe(0)
    await stage.close()
  })
})

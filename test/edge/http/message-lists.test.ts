import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

const minute = 60_000
const ask = (q: unknown) => `q=${encodeURIComponent(JSON.stringify(q))}`
const textsOf = ({ data }: Json): string[] => data.map((m: Json) => m.message)

/**
 * Two rooms with messages in turns, a minute apart: a1 in alice's and bob's room, c1 in alice's and carol's, a2, c2 and
 * so on. Alice owns both.
 */
describe.each(engines)("lists of messages on %s", engine => {
  let stage: Stage
  let withBob: string
  let withCarol: string
  let startedAt: number
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    stage = await setStage(engine)
    withBob = await stage.room(["alice", "bob"], { owner: "alice" })
    withCarol = await stage.room(["alice", "carol"], { owner: "alice" })
    startedAt = stage.now()
    for (const n of [1, 2, 3, 4]) {
      stage.advance(minute)
      ids[`a${n}`] = (await stage.say(withBob, n === 2 ? "bob" : "alice", `a${n}`))._id
      stage.advance(minute)
      ids[`c${n}`] = (await stage.say(withCarol, "carol", `c${n}`))._id
    }
  })
  afterAll(() => stage.close())

  describe("around a message", () => {
    const around = (person: "alice" | "bob" | "carol", name: string, query = "") =>
      stage.as(person, "GET", `/rooms/${withBob}/messages/${ids[name]}${query}`)

    test("so many before and after it, newest first", async () => {
      expect(textsOf(await around("bob", "a2"))).toEqual(["a4", "a3", "a2", "a1"])
      expect(textsOf(await around("bob", "a2", "?before=1&after=1"))).toEqual(["a3", "a2", "a1"])
      expect(textsOf(await around("bob", "a3", "?before=0&after=1"))).toEqual(["a4", "a3"])
      expect(textsOf(await around("bob", "a3", "?before=1&after=0"))).toEqual(["a3", "a2"])
      const { totalCount } = await around("bob", "a3", "?before=0&after=0")
      expect(totalCount).toBe(1)
    })

    test("ten on each side unless told, a hundred at most", async () => {
      const long = await stage.room(["alice"], { owner: "alice" })
      const paras = Array.from({ length: 250 }, (_, i) => ({ room: long, $n$: i }))
      const text = { messageType: "text", message: "$n$" }
      const { batchID } = await stage.as("alice", "POST", "/messages/batch", { ...text, paras })
      const { data } = await stage.backend("GET", `/messages/batch?batchID=${batchID}`)
      const path = `/rooms/${long}/messages/${data.find((m: Json) => m.message === "125")._id}`
      expect((await stage.as("alice", "GET", path)).totalCount).toBe(21)
      const most = await stage.as("alice", "GET", `${path}?before=5000&after=101`)
      expect(textsOf(most)).toEqual(Array.from({ length: 201 }, (_, i) => String(225 - i)))
      expect(await stage.refused("alice", "GET", `${path}?before=-1`)).toBe("400 INVALID_PARAMETER")
      await stage.as("alice", "DELETE", `/rooms/${long}/messages/_all`)
    })

    test("only in its own room, and only for members", async () => {
      const path = `/rooms/${withCarol}/messages/${ids.a1}`
      expect(await stage.refused("alice", "GET", path)).toBe("404 MESSAGE_NOT_FOUND")
      expect(await stage.refused("bob", "GET", path)).toBe("403 NOT_ROOM_MEMBER")
      expect(await stage.refused("alice", "GET", `/rooms/${withBob}/messages/nothing`)).toBe(
        "404 MESSAGE_NOT_FOUND",
      )
    })
  })

  test("messages are counted since a time, edited ones included", async () => {
    const count = async (query = "") =>
      (await stage.as("bob", "GET", `/rooms/${withBob}/count${query}`)).count
    expect(await count()).toBe(4)
    expect(await count("?timeInMS=0")).toBe(4)
    const afterSecond = startedAt + 3 * minute
    expect(await count(`?timeInMS=${afterSecond}`)).toBe(2)
    expect(await count(`?timeInMS=${stage.now()}`)).toBe(0)
    stage.advance(minute)
    await stage.as("alice", "POST", `/messages/${ids.a1}/reaction`, { reaction: "x" })
    expect(await count(`?timeInMS=${afterSecond}`)).toBe(3)
    expect(await count(`?timeInMS=${stage.now() - 1}`)).toBe(1)
    await stage.as("alice", "POST", `/messages/${ids.a4}/reaction`, { reaction: "x" })
    expect(await count(`?timeInMS=${afterSecond}`)).toBe(3)
    await stage.as("alice", "DELETE", `/messages/${ids.a4}/reaction`)
    for (const flawed of ["soon", "-1", "1.5"])
      expect(await stage.refused("bob", "GET", `/rooms/${withBob}/count?timeInMS=${flawed}`)).toBe(
        "400 INVALID_PARAMETER",
      )
  })

  test("recent messages are the newest over all own rooms", async () => {
    const recent = (person: "alice" | "bob" | "bender", query = "") =>
      stage.as(person, "GET", `/messages/recent${query}`)
    expect(textsOf(await recent("alice"))).toEqual(["c4", "a4", "c3", "a3", "c2", "a2", "c1", "a1"])
    expect(textsOf(await recent("alice", "?limit=3"))).toEqual(["c4", "a4", "c3"])
    expect(textsOf(await recent("bob"))).toEqual(["a4", "a3", "a2", "a1"])
    expect(await recent("bender")).toEqual({ count: 0, data: [] })
    expect((await recent("alice", "?limit=3")).count).toBe(3)
  })

  test("recent messages leave out what the reader cannot see", async () => {
    const room = await stage.room(["carol", "bob"], { owner: "carol" })
    const [kept, hidden, deleted] = await Promise.all(
      ["kept", "hidden", "deleted"].map(async text => (await stage.say(room, "carol", text))._id),
    )
    await stage.as("carol", "POST", `/messages/${hidden}/hidden`)
    await stage.as("bob", "POST", "/messages/user-delete", { room, messages: [deleted] })
    const idsFor = async (person: "bob" | "carol") =>
      (await stage.as(person, "GET", "/messages/recent?limit=3")).data.map((m: Json) => m._id)
    expect(await idsFor("bob")).toEqual([kept, ids.a4, ids.a3])
    expect((await idsFor("carol")).sort()).toEqual([kept, hidden, deleted].sort())
    await stage.backend("DELETE", `/rooms/${room}/messages/_all`)
  })

  test("a query finds messages of own rooms, newest first", async () => {
    const find = async (person: "alice" | "bob", q: unknown, more = "") =>
      textsOf(await stage.as(person, "GET", `/messages?${ask(q)}${more}`))
    expect(await find("alice", { sender: "carol" })).toEqual(["c4", "c3", "c2", "c1"])
    expect(await find("bob", { sender: "carol" })).toEqual([])
    expect(await find("bob", { room: withCarol })).toEqual([])
    expect(await find("alice", { room: withBob, sender: { $ne: "alice" } })).toEqual(["a2"])
    expect(await find("alice", { message: { $regex: "^[AC]1$", $options: "i" } })).toEqual(["c1", "a1"])
    expect(await find("alice", { $or: [{ sender: "bob" }, { message: "c4" }] })).toEqual(["c4", "a2"])
    const late = new Date(startedAt + 6.5 * minute).toISOString()
    expect(await find("alice", { messageTime: { $gt: late } })).toEqual(["c4", "a4"])
    expect(await find("alice", { messageType: { $in: ["image"] } })).toEqual([])
    expect(await find("alice", {}, "&limit=1")).toEqual(["c4"])
    const { totalCount } = await stage.as("alice", "GET", `/messages?${ask({ sender: "carol" })}&limit=1`)
    expect(totalCount).toBe(4)
    expect((await stage.as("bob", "GET", "/messages")).totalCount).toBe(4)
  })

  test("the API key searches all rooms", async () => {
    const found = await stage.backend("GET", `/messages?${ask({ sender: { $in: ["bob", "carol"] } })}`)
    expect(textsOf(found)).toEqual(["c4", "c3", "c2", "a2", "c1"])
    expect(textsOf(await stage.backend("GET", `/messages?${ask({ room: withBob })}`))).toEqual([
      "a4",
      "a3",
      "a2",
      "a1",
    ])
  })

  test("a query that is not understood is refused", async () => {
    const flawed = [
      "q=nonsense",
      "q=[]",
      ask({ password: "x" }),
      ask({ sender: { $where: "1" } }),
      ask({ $nor: [] }),
      ask({ message: { $regex: "(" } }),
      ask({ $and: {} }),
    ]
    for (const query of flawed)
      expect([query, await stage.refused("alice", "GET", `/messages?${query}`)]).toEqual([
        query,
        "400 INVALID_QUERY",
      ])
    expect(await stage.refused("alice", "GET", "/messages?limit=0")).toBe("400 INVALID_PARAMETER")
  })

  test("the API key lists all rooms in a time range: from included, to excluded", async () => {
    const all = (query = "") => stage.backend("GET", `/admin/messages${query}`)
    expect(textsOf(await all())).toEqual(["c4", "a4", "c3", "a3", "c2", "a2", "c1", "a1"])
    const from = startedAt + 2 * minute
    const to = startedAt + 5 * minute
    for (const [start, end] of [
      [String(from), String(to)],
      [new Date(from).toISOString(), new Date(to).toISOString()].map(encodeURIComponent),
    ]) {
      const found = await all(`?startDate=${start}&endDate=${end}&limit=2`)
      expect(textsOf(found)).toEqual(["c2", "a2"])
      expect(found.totalCount).toBe(3)
    }
    expect(await all(`?startDate=${to}&endDate=${from}`)).toEqual({ totalCount: 0, data: [] })
    for (const flawed of ["startDate=lately", "endDate=", "limit=0"])
      expect(await stage.refusedBackend("GET", `/admin/messages?${flawed}`)).toBe("400 INVALID_PARAMETER")
    expect(await stage.refused("alice", "GET", "/admin/messages")).toBe("401 INVALID_API_KEY")
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("the list of users on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    for (const [n, user] of [
      { _id: "u-1", nickname: "Lena", city: "Oslo", tier: 1, address2: { street: "A", floor: 3 } },
      { _id: "u-2", nickname: "Leo", city: "Rome", tier: 2, email: "leo@example.com", badges: ["a", "b"] },
      { _id: "u-3", nickname: "Mina", city: "Oslo", tier: 3, description: "née L." },
    ].entries()) {
      stage.advance(n === 0 ? 60_000 : 1000)
      made.push(stage.now())
      await stage.backend("POST", "/admin/clients", user)
    }
  })
  afterAll(() => stage.close())

  const made: number[] = []
  const path = (query: Record<string, unknown>) => {
    const texts = Object.entries(query).map(([name, value]) => [
      name,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ])
    return `/admin/clients?${new URLSearchParams(Object.fromEntries(texts))}`
  }
  const list = (query: Record<string, unknown> = {}) => stage.backend("GET", path(query))
  const ids = async (q: unknown, page = {}) =>
    (await list({ q, ...page })).data.map((client: { _id: string }) => client._id)
  const refused = (query: Record<string, unknown>) => stage.refusedBackend("GET", path(query))

  test("all users come by id, with their whole record and no token", async () => {
    const { totalCount, data } = await list()
    expect(totalCount).toBe(7)
    expect(data.map((client: { _id: string }) => client._id)).toEqual([
      "alice",
      "bender",
      "bob",
      "carol",
      "u-1",
      "u-2",
      "u-3",
    ])
    expect(data[5]).toMatchObject({
      _id: "u-2",
      id: "u-2",
      clientType: "user",
      nickname: "Leo",
      email: "leo@example.com",
      appID: "Parley",
      mute: [],
      createdAt: new Date(made[1] as number).toISOString(),
    })
    expect(JSON.stringify(data)).not.toContain(stage.cast.alice)
  })

  test("pages follow one another, and each tells how many there are", async () => {
    const pages = await Promise.all([0, 3, 6, 9].map(skip => list({ skip, limit: 3 })))
    expect(pages.map(page => page.totalCount)).toEqual([7, 7, 7, 7])
    expect(pages.map(page => page.data.length)).toEqual([3, 3, 1, 0])
    const together = pages.flatMap(page => page.data)
    expect(together).toEqual((await list()).data)
  })

  test("a page never has more than 100 users, and 50 unless asked", async () => {
    const other = await setStage(engine)
    try {
      const data = Array.from({ length: 120 }, (_, n) => ({ _id: `many-${n}` }))
      await other.backend("POST", "/admin/clients/list", { data })
      const size = async (query: string) => (await other.backend("GET", `/admin/clients${query}`)).data.length
      expect([await size(""), await size("?limit=100"), await size("?limit=5000")]).toEqual([50, 100, 100])
      const q = encodeURIComponent('{"_id":{"$regex":"^many"}}')
      expect(await other.backend("GET", `/admin/clients?q=${q}&skip=110`)).toMatchObject({
        totalCount: 120,
        data: { length: 10 },
      })
    } finally {
      await other.close()
    }
  })

  test("more users than are read at once are all searched, and paged", async () => {
    const other = await setStage(engine)
    try {
      for (const part of [0, 1, 2]) {
        const data = Array.from({ length: 800 }, (_, n) => ({ _id: `x-${part}-${n}`, odd: n % 2 === 1 }))
        await other.backend("POST", "/admin/clients/list", { data })
      }
      const q = encodeURIComponent('{"odd":true}')
      const found: string[] = []
      for (let skip = 0; skip < 1300; skip += 100) {
        const { totalCount, data } = await other.backend(
          "GET",
          `/admin/clients?q=${q}&limit=100&skip=${skip}`,
        )
        expect(totalCount).toBe(1200)
        found.push(...data.map((client: { _id: string }) => client._id))
      }
      expect(new Set(found).size).toBe(1200)
    } finally {
      await other.close()
    }
  })

  test.each([
    [{ _id: "u-2" }, ["u-2"]],
    [{ _id: { $in: ["u-3", "u-1", "nobody"] } }, ["u-1", "u-3"]],
    [{ _id: { $in: ["u-3", "u-1"] }, city: "Oslo", tier: 1 }, ["u-1"]],
    [{ city: "Oslo" }, ["u-1", "u-3"]],
    [{ city: { $ne: "Oslo" }, tier: { $exists: true } }, ["u-2"]],
    [{ nickname: { $regex: "^Le" } }, ["u-1", "u-2"]],
    [{ nickname: { $regex: "^le", $options: "i" } }, ["u-1", "u-2"]],
    [{ nickname: { $gt: "Lena", $lte: "Mina" } }, ["u-2", "u-3"]],
    [{ tier: { $gte: 2 } }, ["u-2", "u-3"]],
    [{ tier: { $lt: 2 } }, ["u-1"]],
    [{ tier: { $nin: [1, 2] }, city: { $exists: true } }, ["u-3"]],
    [{ email: { $exists: true } }, ["u-2"]],
    [{ email: { $type: "string" } }, ["u-2"]],
    [{ tier: { $type: "number" }, email: null }, ["u-1", "u-3"]],
    [{ badges: "b" }, ["u-2"]],
    [{ badges: { $all: ["a", "b"] } }, ["u-2"]],
    [{ badges: { $type: "array" } }, ["u-2"]],
    [{ "address2.floor": { $gte: 3 } }, ["u-1"]],
    [{ address2: { street: "A", floor: 3 } }, ["u-1"]],
    [{ description: "née L." }, ["u-3"]],
    [{ isRobot: true }, ["bender"]],
    [{ $or: [{ city: "Rome" }, { tier: 3 }] }, ["u-2", "u-3"]],
    [{ $and: [{ city: "Oslo" }, { $or: [{ tier: 1 }, { tier: 2 }] }] }, ["u-1"]],
    [{ "__proto__.x": 1 }, []],
    [{ constructor: { $exists: true } }, []],
    [{ tier: { $eq: "1" } }, []],
  ])("%j finds %j", async (q, expected) => {
    expect(await ids(q)).toEqual(expected)
    expect((await list({ q, limit: 1 })).totalCount).toBe(expected.length)
  })

  test("times are compared as instants, in any form that names one", async () => {
    const [first = 0, second = 0] = made
    for (const instant of [second, String(second), new Date(second).toISOString()]) {
      expect(await ids({ createdAt: { $gte: instant } })).toEqual(["u-2", "u-3"])
      expect(await ids({ createdAt: { $gt: instant } })).toEqual(["u-3"])
      expect(await ids({ createdAt: { $lt: instant, $gte: first } })).toEqual(["u-1"])
      expect(await ids({ createdAt: instant })).toEqual(["u-2"])
    }
    const elsewhere = new Date(second).toISOString().replace("Z", "+00:00")
    expect(await ids({ createdAt: { $lte: elsewhere }, city: { $exists: true } })).toEqual(["u-1", "u-2"])
  })

  test("what is no query is refused", async () => {
    for (const q of [
      "{",
      "[]",
      "7",
      '{"$where":"1"}',
      '{"$expr":{}}',
      '{"nickname":{"$where":"1"}}',
      '{"nickname":{"$in":"x"}}',
      '{"nickname":{"$regex":"("}}',
      '{"nickname":{"$regex":7}}',
      '{"nickname":{"$options":"i"}}',
      '{"nickname":{"$exists":"maybe"}}',
      '{"nickname":{"$type":"poem"}}',
      '{"nickname":{"toString":1,"$eq":1}}',
      '{"$or":{}}',
      '{"$or":[]}',
      '{"$or":[1]}',
      '{"nickname":"a\\u0000b"}',
      `${'{"$or":['.repeat(50)}{}${"]}".repeat(50)}`,
    ]) {
      expect([q, await refused({ q })]).toEqual([q, "400 INVALID_QUERY"])
    }
    expect(await refused({ limit: "many" })).toBe("400 INVALID_PARAMETER")
    expect(await refused({ skip: -1 })).toBe("400 INVALID_PARAMETER")
    expect(await stage.refused("alice", "GET", "/admin/clients")).toBe("401 INVALID_API_KEY")
  })

  test("patterns that run for ever are refused, however many there are", async () => {
    const slow = { $regex: "^(([a-z])+.)+[A-Z]([a-z])+$" }
    await stage.backend("POST", "/admin/clients", { _id: "z", slow: `${"a".repeat(60)}!`, city: "Nowhere" })
    expect(await refused({ q: { slow } })).toBe("400 INVALID_QUERY")
    expect(await refused({ q: { $and: Array.from({ length: 50 }, () => ({ slow })) } })).toBe(
      "400 INVALID_QUERY",
    )
  })
})

describe.each(engines)("many users at once on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const save = (data: unknown) => stage.backend("POST", "/admin/clients/list", { data })
  const refused = (body: unknown) => stage.refusedBackend("POST", "/admin/clients/list", body)
  const record = (id: string) => stage.backend("GET", "/me", undefined, id)

  test("they are made and changed in one call", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "lena", nickname: "Lena", city: "Oslo" })
    expect(
      await save([
        { _id: "lena", tier: 2 },
        { _id: "omar", nickname: "Omar", isRobot: true },
      ]),
    ).toEqual({
      count: 2,
    })
    expect(await record("lena")).toMatchObject({ nickname: "Lena", city: "Oslo", tier: 2 })
    expect(await record("omar")).toMatchObject({ nickname: "Omar", isRobot: true })
  })

  test("of two entries for one user the later is written over the earlier", async () => {
    expect(
      await save([
        { _id: "pia", nickname: "P", city: "Rome" },
        { _id: "pia", nickname: "Pia" },
      ]),
    ).toEqual({ count: 1 })
    expect(await record("pia")).toMatchObject({ nickname: "Pia", city: "Rome" })
  })

  test("no tokens are made, and none become fields", async () => {
    await save([{ _id: "quin", issueAccessToken: true, token: "quins-token", expirationDate: "2030-01-01" }])
    const user = await record("quin")
    for (const field of ["token", "issueAccessToken", "expirationDate"])
      expect(user).not.toHaveProperty(field)
    expect(await stage.backend("DELETE", "/admin/clients/quin/token")).toMatchObject({ revokedTokens: 0 })
  })

  test("one bad entry, and nobody is written", async () => {
    const good = { _id: "rosa", nickname: "Rosa" }
    await stage.backend("POST", "/admin/groups", { _id: "crew", nickname: "Crew", members: [] })
    for (const [bad, refusal] of [
      [{ nickname: "nobody" }, "400 MISSING_PARAMETER"],
      [{ _id: "a/b" }, "400 INVALID_PARAMETER"],
      [{ _id: "" }, "400 INVALID_PARAMETER"],
      [{ _id: 7 }, "400 INVALID_BODY"],
      ["rosa", "400 INVALID_BODY"],
      [{ _id: "crew", nickname: "Not a group" }, "400 INVALID_PARAMETER"],
      [{ _id: "sam", story: "x".repeat(70_000) }, "413 PAYLOAD_TOO_LARGE"],
    ] as const) {
      expect([bad, await refused({ data: [good, bad] })]).toEqual([bad, refusal])
    }
    expect(await refused({ data: "rosa" })).toBe("400 INVALID_BODY")
    expect(await refused([good])).toBe("400 INVALID_BODY")
    expect(await stage.refusedBackend("GET", "/me", undefined, "rosa")).toBe("404 CLIENT_NOT_FOUND")
  })

  test("a thousand are taken and no more", async () => {
    const data = Array.from({ length: 1001 }, (_, n) => ({ _id: `crowd-${n}` }))
    expect(await refused({ data })).toBe("413 PAYLOAD_TOO_LARGE")
    expect(await save(data.slice(1))).toEqual({ count: 1000 })
    expect(await record("crowd-1000")).toMatchObject({ _id: "crowd-1000" })
  })

  test("users may not do this", async () => {
    expect(await stage.refused("alice", "POST", "/admin/clients/list", { data: [] })).toBe(
      "401 INVALID_API_KEY",
    )
  })

  test("the further fields of a user have a bound, whatever the number of calls", async () => {
    const part = "x".repeat(30_000)
    await stage.backend("POST", "/admin/clients", { _id: "tess", a: part })
    await stage.backend("POST", "/admin/clients", { _id: "tess", b: part })
    expect(await stage.refusedBackend("POST", "/admin/clients", { _id: "tess", c: part })).toBe(
      "413 PAYLOAD_TOO_LARGE",
    )
    expect(await record("tess")).toMatchObject({ a: part, b: part })
    expect(await record("tess")).not.toHaveProperty("c")
  })

  test("fields that are nested without end are refused", async () => {
    const deep = `{"_id":"uma","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`
    expect(await stage.refusedBackend("POST", "/admin/clients", deep)).toBe("400 INVALID_PARAMETER")
  })
})

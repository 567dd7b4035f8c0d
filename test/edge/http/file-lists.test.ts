import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type FileStage, setFileStage } from "./file-stage.ts"

describe.each(engines)("lists of files on %s", engine => {
  let stage: FileStage
  let room: string
  beforeAll(async () => {
    stage = await setFileStage(engine, "disk")
    room = await stage.room(["alice", "bob"])
    for (const [person, name, extra] of [
      ["alice", "one.txt", { roomID: room }],
      ["alice", "two.csv", { album: { year: 2024, tags: ["sea", "sun"] } }],
      ["bob", "three.txt", {}],
    ] as const) {
      await stage.upload(person, { content: name, name, type: "text/csv", extra, bucket: "photos" })
      stage.advance(1000)
    }
    await stage.upload("alice", { content: "x", name: "elsewhere.txt", bucket: "other" })
  })
  afterAll(() => stage.close())

  const names = ({ data }: { data: { filename: string }[] }) => data.map(({ filename }) => filename)
  const list = (person: "alice" | "bob", query = "") => stage.as(person, "GET", `/files/photos${query}`)
  const asked = async (q: unknown) =>
    names(await list("alice", `?q=${encodeURIComponent(JSON.stringify(q))}`))

  test("users see their own files of a bucket, newest first; the platform everybody's", async () => {
    expect(names(await list("alice"))).toEqual(["two.csv", "one.txt"])
    expect(names(await list("bob"))).toEqual(["three.txt"])
    const all = await stage.backend("GET", "/files/photos/", undefined, "bob")
    expect([all.totalCount, names(all)]).toEqual([3, ["three.txt", "two.csv", "one.txt"]])
    expect(await stage.refusedBackend("GET", "/files/photos")).toBe("400 MISSING_PARAMETER")
    expect(await list("alice", "/nothing").catch(error => String(error))).toMatch("404")
    expect(await stage.as("alice", "GET", "/files/unknown")).toEqual({ totalCount: 0, data: [] })
  })

  test("entries are whole records", async () => {
    const [entry] = (await list("bob")).data
    const { ContentType, ContentLength, ...record } = await stage.as(
      "bob",
      "GET",
      `/files/b/${entry._id}/metadata`,
    )
    expect(entry).toEqual(record)
    expect([ContentType, ContentLength]).toEqual(["text/csv", 9])
  })

  test("pages hold what is asked for", async () => {
    const page = await list("alice", "?skip=1&limit=1")
    expect([page.totalCount, names(page)]).toEqual([2, ["one.txt"]])
    const filtered = await list("alice", `?skip=1&limit=5&q=${encodeURIComponent('{"client":"alice"}')}`)
    expect([filtered.totalCount, names(filtered)]).toEqual([2, ["one.txt"]])
  })

  test("q asks for fields of the record and of the uploader's own data", async () => {
    expect(await asked({ "extra.roomID": room })).toEqual(["one.txt"])
    expect(await asked({ "extra.album.year": { $gte: 2020 } })).toEqual(["two.csv"])
    expect(await asked({ "extra.album.tags": "sun" })).toEqual(["two.csv"])
    expect(await asked({ "extra.album.tags.length": 2 })).toEqual([])
    expect(await asked({ "extra.toString": { $exists: true } })).toEqual([])
    expect(await asked({ filename: { $regex: "^one" } })).toEqual(["one.txt"])
    expect(await asked({ length: 7, mimetype: "text/csv" })).toEqual(["two.csv", "one.txt"])
    expect(await asked({ uploadDate: { $lt: new Date(stage.now() - 2500).toISOString() } })).toEqual([
      "one.txt",
    ])
    expect(await asked({})).toEqual(["two.csv", "one.txt"])
  })

  test("q that cannot be understood is refused", async () => {
    for (const q of [
      "{",
      "7",
      '{"secret":1}',
      '{"filename":{"$where":"1"}}',
      '{"filename":{"$regex":"("}}',
    ]) {
      const path = `/files/photos?q=${encodeURIComponent(q)}`
      expect([q, await stage.refused("alice", "GET", path)]).toEqual([q, "400 INVALID_QUERY"])
    }
    for (const query of ["limit=-1", "skip=x", "limit=1&limit=2"]) {
      const refusal = await stage.refused("alice", "GET", `/files/photos?${query}`)
      expect([query, refusal]).toEqual([query, "400 INVALID_PARAMETER"])
    }
  })
})

describe.each(engines)("sizes of files by room tag on %s", engine => {
  let stage: FileStage
  const day = 86_400_000
  let begin: number
  beforeAll(async () => {
    stage = await setFileStage(engine, "disk")
    stage.advance(day - (stage.now() % day))
    begin = stage.now()
    const garden = await stage.room(["alice"], { roomTags: ["garden"] })
    const both = await stage.room(["alice", "bob"], { roomTags: ["garden", "kitchen"] })
    const plain = await stage.room(["alice", "bob"])
    const send = (content: string, roomID?: string) => stage.upload("alice", { content, extra: { roomID } })
    await send("a".repeat(10), garden)
    await send("b".repeat(20), both)
    await send("c".repeat(40), plain)
    await send("d".repeat(80))
    stage.advance(day)
    await send("e".repeat(160), both)
  })
  afterAll(() => stage.close())

  const measure = (person: "alice" | "bob" | "carol", body: Record<string, unknown>) =>
    stage.as(person, "POST", "/files/stats", body)
  const tags = ["garden", "kitchen", "attic", "garden"]
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

  test("users see the rooms they are in, each file once in the sum", async () => {
    expect(await measure("alice", { tags })).toEqual({
      totalCount: 3,
      totalSize: 190,
      data: {
        garden: { size: 190, count: 3 },
        kitchen: { size: 180, count: 2 },
        attic: { size: 0, count: 0 },
      },
    })
    expect((await measure("bob", { tags: ["garden"] })).data).toEqual({ garden: { size: 180, count: 2 } })
    expect(await measure("carol", { tags: ["garden"] })).toMatchObject({ totalCount: 0, totalSize: 0 })
  })

  test("the platform sees all rooms", async () => {
    const all = await stage.backend("POST", "/files/stats", { tags: ["garden"] }, "carol")
    expect(all.data).toEqual({ garden: { size: 190, count: 3 } })
    const body = { tags: ["garden"] }
    expect(await stage.refusedBackend("POST", "/files/stats", body)).toBe("400 MISSING_PARAMETER")
  })

  test("a span counts from its first instant to its last; a date is its first instant", async () => {
    const size = async (span: Record<string, unknown>) =>
      (await measure("alice", { tags, ...span })).totalSize
    expect(await size({ rangeStart: dateOf(begin), rangeEnd: dateOf(begin) })).toBe(30)
    expect(await size({ rangeStart: dateOf(begin), rangeEnd: dateOf(begin + day) })).toBe(190)
    expect(await size({ rangeStart: begin + 1 })).toBe(160)
    expect(await size({ rangeEnd: begin + day - 1 })).toBe(30)
    expect(await size({ rangeStart: null, rangeEnd: "" })).toBe(190)
  })

  test("the fields stand beside RC as well", async () => {
    const headers = { "IM-CLIENT-KEY": "test-client-key-0123456789", "IM-Authorization": stage.cast.alice }
    const { body } = await stage.raw("POST", "/files/stats/", { headers, body: { tags: ["garden"] } })
    const { result, RC, RM, ...beside } = body
    expect([RC, RM, beside]).toEqual([0, "OK", result])
  })

  test("odd tags are only words", async () => {
    const odd = ["__proto__", "constructor", "", "%"]
    const { data } = await measure("alice", { tags: odd })
    expect(Object.keys(data)).toEqual(odd)
  })

  test("what is missing or wrong is refused", async () => {
    expect(await stage.refused("alice", "POST", "/files/stats", {})).toBe("400 MISSING_PARAMETER")
    for (const body of [
      { tags: "garden" },
      { tags: [7] },
      { tags, rangeStart: "yesterday" },
      { tags, rangeEnd: -1 },
    ]) {
      expect([body, await stage.refused("alice", "POST", "/files/stats", body)]).toEqual([
        body,
        "400 INVALID_PARAMETER",
      ])
    }
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("what a filter may ask at most on %s", engine => {
  let stage: Stage
  let createdTime: string
  beforeAll(async () => {
    stage = await setStage(engine)
    await stage.room(["alice", "bob"], { _id: "plain" })
    stage.advance(1000)
    await stage.room(["alice", "bob"], { _id: "tagged", roomTags: ["a", "b"] })
    createdTime = (await stage.as("bob", "GET", "/rooms/tagged")).createdTime
  })
  afterAll(() => stage.close())

  const path = (q: unknown) => `/rooms?sort=createdTime&q=${encodeURIComponent(JSON.stringify(q))}`
  const ids = async (q: unknown) =>
    (await stage.as("bob", "GET", path(q))).data.map((room: { _id: string }) => room._id)

  test("choices match plain values, entries of lists, instants, whole lists and what is not there", async () => {
    expect(await ids({ roomTags: { $in: ["z", "b"] } })).toEqual(["tagged"])
    expect(await ids({ roomTags: { $in: [["a", "b"]] } })).toEqual(["tagged"])
    expect(await ids({ roomTags: { $all: ["b", "a", "b"] } })).toEqual(["tagged"])
    expect(await ids({ roomTags: { $all: ["a", "z"] } })).toEqual([])
    expect(await ids({ roomTags: { $all: [["a", "b"]] } })).toEqual(["tagged"])
    expect(await ids({ createdTime: { $in: [7, createdTime] } })).toEqual(["tagged"])
    expect(await ids({ createdTime: { $all: [createdTime] } })).toEqual(["tagged"])
    expect(await ids({ createdTime: { $nin: [createdTime] } })).toEqual(["plain"])
    expect(await ids({ assignTo: { $in: [null] } })).toEqual(["plain", "tagged"])
    expect(await ids({ assignTo: { $nin: [null, 7] } })).toEqual([])
    expect(await ids({ serviceStatus: { $in: ["0", {}] } })).toEqual([])
  })

  test("a list of objects, each of which must be compared on its own, is short", async () => {
    const list = (length: number) => ({ roomTags: { $in: Array.from({ length }, (_, i) => ({ i })) } })
    expect(await ids(list(20))).toEqual([])
    expect(await stage.refused("bob", "GET", path(list(21)))).toBe("400 INVALID_PARAMETER")
  })

  test("fifty conditions are taken, and no more", async () => {
    const filter = (length: number) => ({ $or: Array.from({ length }, () => ({ _id: "plain" })) })
    expect(await ids(filter(49))).toEqual(["plain"])
    expect(await stage.refused("bob", "GET", path(filter(50)))).toBe("400 INVALID_PARAMETER")
  })
})

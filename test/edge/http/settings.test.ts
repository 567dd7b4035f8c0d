import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { sensitiveWords } from "../../../src/chat/settings.ts"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("run-time settings on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    for (const name of Object.keys(await stage.backend("GET", "/config"))) {
      await stage.backend("DELETE", `/config/${encodeURIComponent(name)}`)
    }
  })
  afterAll(() => stage.close())

  const save = (body: unknown) => stage.backend("POST", "/config", body)
  const refused = (body: unknown) => stage.refusedBackend("POST", "/config", body)

  test("every user reads them, and a new server has none", async () => {
    expect(await stage.as("alice", "GET", "/config")).toEqual({})
    expect(await stage.backend("GET", "/config/")).toEqual({})
  })

  test("given keys are replaced whole, others stay, and the answer shows all", async () => {
    await save({ announcement: { text: "Back at noon", pin: true }, flags: { voice: true, video: true } })
    expect(await save({ flags: { voice: false }, list: [1, null], text: "T", none: null })).toEqual({
      announcement: { text: "Back at noon", pin: true },
      flags: { voice: false },
      list: [1, null],
      text: "T",
      none: null,
    })
    expect(await stage.as("bob", "GET", "/config")).toMatchObject({
      announcement: { text: "Back at noon", pin: true },
      flags: { voice: false },
    })
    expect(await save({})).toHaveProperty("text", "T")
  })

  test("one is deleted at a time, and a second time there is none", async () => {
    await save({ a: 1, b: 2 })
    expect(await stage.backend("DELETE", "/config/a")).toEqual({})
    expect(await stage.backend("GET", "/config")).toEqual({ b: 2 })
    expect(await stage.refusedBackend("DELETE", "/config/a")).toBe("404 CONFIG_NOT_FOUND")
  })

  test("a body that is no object is refused, known keys of another shape by another code", async () => {
    for (const body of ["[]", '"text"', "7", "null", "{", ""]) {
      expect([body, await refused(body)]).toEqual([body, "400 INVALID_BODY"])
    }
    expect(await refused(undefined)).toBe("400 INVALID_BODY")
    for (const body of [
      { announcement: "Hello" },
      { announcement: null },
      { announcement: { text: 7 } },
      { announcement: { pin: "yes" } },
      { censorship: ["darn"] },
      { censorship: {} },
      { censorship: { keywords: "darn" } },
      { censorship: { keywords: [7] } },
      { censorship: { keywords: ["darn", ""] } },
      { featureFlags: [] },
    ]) {
      expect([body, await refused({ ...body, good: 1 })]).toEqual([body, "400 INVALID_CONFIG_FORMAT"])
    }
    expect(await refused({ "": 1 })).toBe("400 INVALID_PARAMETER")
    expect(await refused({ "a\u0000b": 1 })).toBe("400 INVALID_PARAMETER")
    expect(await refused(`{"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toBe("400 INVALID_PARAMETER")
    expect(await stage.backend("GET", "/config")).toEqual({})
  })

  test("all together have a bound, whatever the number of calls", async () => {
    await save({ a: "x".repeat(600_000) })
    expect(await refused({ b: "x".repeat(600_000) })).toBe("413 PAYLOAD_TOO_LARGE")
    expect(Object.keys(await save({ a: 1, b: "x".repeat(600_000) }))).toEqual(["a", "b"])
  })

  test("users may only read them, strangers nothing", async () => {
    expect(await stage.refused("alice", "POST", "/config", { a: 1 })).toBe("403 INSUFFICIENT_PERMISSIONS")
    expect(await stage.refused("alice", "DELETE", "/config/a")).toBe("403 INSUFFICIENT_PERMISSIONS")
    for (const method of ["GET", "POST"]) {
      expect([method, (await stage.raw(method, "/config")).status]).toEqual([method, 401])
    }
    expect(await stage.backend("GET", "/config")).toEqual({})
  })

  test("the sensitive words in force follow each write at once, and other processes' within five seconds", async () => {
    const { ctx } = stage.parley
    expect(await sensitiveWords(ctx)).toEqual([])
    await save({ censorship: { keywords: ["darn", "heck"] } })
    expect(await sensitiveWords(ctx)).toEqual(["darn", "heck"])
    await stage.backend("DELETE", "/config/censorship")
    expect(await sensitiveWords(ctx)).toEqual([])
    await ctx.db.write(async tx =>
      tx.run("INSERT INTO settings (name, value_json) VALUES (?, ?)", [
        "censorship",
        '{"keywords":["drat"]}',
      ]),
    )
    stage.advance(5000)
    expect(await sensitiveWords(ctx)).toEqual(["drat"])
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("run-time settings on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  test("every user reads them, and a new server has none", async () => {
    expect(await stage.as("alice", "GET", "/config")).toEqual({})
    expect(await stage.backend("GET", "/config/")).toEqual({})
  })

  test("values come back as they are stored", async () => {
    const announcement = JSON.stringify({ text: "Hello", pin: true })
    await stage.parley.ctx.db.write(async tx =>
      tx.run("INSERT INTO settings (name, value_json) VALUES (?, ?)", ["announcement", announcement]),
    )
    expect(await stage.as("bob", "GET", "/config")).toEqual({ announcement: { text: "Hello", pin: true } })
  })

  test("strangers read nothing", async () => {
    expect((await stage.raw("GET", "/config")).status).toBe(401)
  })
})

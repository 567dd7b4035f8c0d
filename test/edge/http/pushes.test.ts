import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("the operator's own pushes on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  const path = "/push/push2clients"
  const refused = (body: unknown) => stage.refusedBackend("POST", path, body)

  test("a push is taken for anybody, known or not, with a badge as number or digits", async () => {
    for (const badge of [2, "2"]) {
      const payload = { type: "notice", alert: { "loc-key": "NOTICE" }, badge, title: "T", body: "B", own: 1 }
      expect(await stage.backend("POST", path, { clients: ["alice", "nobody"], payload })).toEqual({})
    }
  })

  test("flawed ones are refused", async () => {
    for (const [body, refusal] of [
      [{ payload: {} }, "400 MISSING_PARAMETER"],
      [{ clients: ["alice"] }, "400 MISSING_PARAMETER"],
      [{ clients: "alice", payload: {} }, "400 INVALID_PARAMETER"],
      [{ clients: ["alice"], payload: "text" }, "400 INVALID_PARAMETER"],
      [{ clients: ["alice"], payload: { badge: "many" } }, "400 INVALID_PARAMETER"],
    ] as const) {
      expect([body, await refused(body)]).toEqual([body, refusal])
    }
    expect(await stage.refused("alice", "POST", path, { clients: [], payload: {} })).toBe(
      "401 INVALID_API_KEY",
    )
  })
})

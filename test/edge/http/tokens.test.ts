import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { call, userHeaders } from "../../support/backend.ts"
import { apiKey, engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("tokens of a user on %s", engine => {
  let stage: Stage
  let first: string
  let second: string

  beforeAll(async () => {
    stage = await setStage(engine)
  })
  beforeEach(async () => {
    first = await issue()
    second = await issue()
  })
  afterAll(() => stage.close())

  const path = "/admin/clients/dan/token"
  const issue = async () =>
    (await stage.backend("POST", "/admin/clients", { _id: "dan", nickname: "Dan", issueAccessToken: true }))
      .token
  const isGood = async (token: string) =>
    (await call(stage.parley.url, "GET", "/me", { headers: userHeaders(token) })).status === 200
  const bare = async (method: string, suffix: string, body?: unknown) =>
    (await call(stage.parley.url, method, path + suffix, { headers: { "IM-API-KEY": apiKey }, body })).body

  test("PUT gives a new token in place of all others", async () => {
    const end = "2037-01-01T00:00:00.000Z"
    const result = await stage.backend("PUT", path, { token: "dans-new", expirationDate: end })
    expect(result).toMatchObject({
      _id: "dan",
      client: "dan",
      nickname: "Dan",
      issueAccessToken: false,
      token: "dans-new",
      expirationDate: end,
      expirationDateMS: Date.parse(end),
      updatedAt: expect.any(String),
    })
    expect(await Promise.all([first, second, "dans-new"].map(isGood))).toEqual([false, false, true])
  })

  test("PUT without an end gives the usual one", async () => {
    const before = stage.now()
    const { expirationDateMS } = await stage.backend("PUT", path, { token: "dans-usual" })
    expect(expirationDateMS - before).toBeGreaterThanOrEqual(7 * 86_400_000)
    expect(expirationDateMS - stage.now()).toBeLessThanOrEqual(7 * 86_400_000)
  })

  test("PUT repeats the result's fields beside RC", async () => {
    const { RC, RM, result, ...repeated } = await bare("PUT", "", { token: "dans-repeated" })
    expect([RC, RM]).toEqual([0, "OK"])
    expect(repeated).toEqual(result)
  })

  test("PUT is refused with a code for each flaw, and ends nothing then", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "eve", token: "eves-token" })
    expect(await stage.refusedBackend("PUT", path, { token: "eves-token" })).toBe("409 TOKEN_CONFLICT")
    expect(await stage.refusedBackend("PUT", path, {})).toBe("400 INVALID_REQUEST")
    expect(await stage.refusedBackend("PUT", path, { token: null })).toBe("400 INVALID_REQUEST")
    expect(await stage.refusedBackend("PUT", "/admin/clients/nobody/token", { token: "t" })).toBe(
      "404 CLIENT_NOT_FOUND",
    )
    expect(await stage.refused("alice", "PUT", path, { token: "t" })).toBe("401 INVALID_API_KEY")
    expect(await Promise.all([first, second, "eves-token"].map(isGood))).toEqual([true, true, true])
  })

  test("PUT with an unreadable end is an invalid request", async () => {
    expect(await stage.refusedBackend("PUT", path, { token: "t", expirationDate: "soon" })).toBe(
      "400 INVALID_REQUEST",
    )
  })

  test("DELETE with a token in the body ends that one", async () => {
    const result = await stage.backend("DELETE", path, { token: first })
    expect(result).toMatchObject({
      success: true,
      message: expect.any(String),
      revokedTokens: 1,
      data: [{ token: first, expirationDateMS: expect.any(Number), createdAt: expect.any(String) }],
    })
    expect(await Promise.all([first, second].map(isGood))).toEqual([false, true])
  })

  test("DELETE with a token in the query ends that one", async () => {
    expect(await stage.backend("DELETE", `${path}/?token=${encodeURIComponent(second)}`)).toMatchObject({
      revokedTokens: 1,
    })
    expect(await Promise.all([first, second].map(isGood))).toEqual([true, false])
  })

  test("DELETE without a token ends all, and again none", async () => {
    expect(await stage.backend("DELETE", path)).toMatchObject({ success: true })
    expect(await Promise.all([first, second].map(isGood))).toEqual([false, false])
    expect(await stage.backend("DELETE", path, {})).toMatchObject({
      success: true,
      revokedTokens: 0,
      data: [],
    })
  })

  test("DELETE repeats the result's fields beside RC", async () => {
    const { RC, RM, result, ...repeated } = await bare("DELETE", "", { token: first })
    expect([RC, RM]).toEqual([0, "OK"])
    expect(repeated).toEqual(result)
  })

  test("DELETE of a token the user does not hold is refused, though another user holds it", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "fred", token: "freds" })
    expect(await stage.refusedBackend("DELETE", path, { token: "freds" })).toBe("404 TOKEN_NOT_FOUND")
    expect(await stage.refusedBackend("DELETE", path, { token: "none" })).toBe("404 TOKEN_NOT_FOUND")
    expect(await stage.refusedBackend("DELETE", "/admin/clients/nobody/token")).toBe("404 CLIENT_NOT_FOUND")
    expect(await Promise.all([first, "freds"].map(isGood))).toEqual([true, true])
  })

  test("a token in the path is no way to name it", async () => {
    expect(await stage.refusedBackend("DELETE", `${path}/${first}`)).toBe("404 NOT_FOUND")
    expect(await isGood(first)).toBe(true)
  })
})

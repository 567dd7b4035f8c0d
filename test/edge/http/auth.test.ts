import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiKey, clientKey, engines } from "../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

describe.each(engines)("credentials on %s", engine => {
  let stage: Stage
  let token: string
  beforeAll(async () => {
    stage = await setStage(engine)
    token = stage.cast.alice
  })
  afterAll(() => stage.close())

  const me = (headers: Record<string, string>) => stage.raw("GET", "/me", { headers })
  const nameOf = async (headers: Record<string, string>) => (await me(headers)).body.result?._id
  const refused = async (headers: Record<string, string>, path = "/me") =>
    refusalOf(await stage.raw("GET", path, { headers }))

  test("the older header names are as good as the newer", async () => {
    for (const key of ["IM-CLIENT-KEY", "CLIENT_KEY", "client_key"]) {
      for (const name of ["IM-Authorization", "Authorization"]) {
        for (const value of [token, `Bearer ${token}`]) {
          expect([key, name, await nameOf({ [key]: clientKey, [name]: value })]).toEqual([key, name, "alice"])
        }
      }
    }
    for (const key of ["IM-API-KEY", "API_KEY", "api_key"]) {
      expect([key, await nameOf({ [key]: apiKey, "IM-CLIENT-ID": "bob" })]).toEqual([key, "bob"])
    }
  })

  test("a token decides who calls, whatever user a header names", async () => {
    const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token, "IM-CLIENT-ID": "bob" }
    expect(await nameOf(headers)).toBe("alice")
  })

  test("what is wrong is told apart", async () => {
    expect(await refused({})).toBe("401 INVALID_TOKEN")
    expect(await refused({ "IM-CLIENT-KEY": clientKey })).toBe("401 INVALID_TOKEN")
    expect(await refused({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": "x" })).toBe("401 INVALID_TOKEN")
    expect(await refused({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": "Bearer " })).toBe(
      "401 INVALID_TOKEN",
    )
    expect(await refused({ "IM-CLIENT-KEY": "x", "IM-Authorization": token })).toBe("403 INVALID_CLIENT_KEY")
    expect(await refused({ "IM-Authorization": token })).toBe("403 INVALID_CLIENT_KEY")
    expect(await refused({ "IM-CLIENT-KEY": apiKey, "IM-Authorization": token })).toBe(
      "403 INVALID_CLIENT_KEY",
    )
    expect(await refused({ "IM-API-KEY": clientKey, "IM-CLIENT-ID": "bob" })).toBe("401 INVALID_API_KEY")
    expect(await refused({ "IM-API-KEY": `${apiKey}x`, "IM-CLIENT-ID": "bob" })).toBe("401 INVALID_API_KEY")
    expect(await refused({ "IM-API-KEY": apiKey, "IM-CLIENT-ID": "nobody" })).toBe("404 CLIENT_NOT_FOUND")
  })

  test("a token that another server signed, with or without the same secret, is no token here", async () => {
    const other = await setStage(engine)
    try {
      const foreign = other.cast.alice
      expect(await refused({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": foreign })).toBe(
        "401 INVALID_TOKEN",
      )
    } finally {
      await other.close()
    }
    const [head, payload] = token.split(".")
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`
    const forged = `${head}.${Buffer.from('{"id":"alice"}').toString("base64url")}.c2lnbmF0dXJl`
    for (const bad of [unsigned, forged]) {
      expect(await refused({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": bad })).toBe("401 INVALID_TOKEN")
    }
  })

  test("calls of the backend need the API key", async () => {
    const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token }
    for (const [method, path] of [
      ["POST", "/admin/clients"],
      ["PUT", "/admin/clients/alice/token"],
      ["DELETE", "/admin/clients/alice/token"],
      ["POST", "/messages"],
    ] as const) {
      const body = { _id: "x", token: "t" }
      expect([path, refusalOf(await stage.raw(method, path, { headers, body }))]).toEqual([
        path,
        "401 INVALID_API_KEY",
      ])
    }
    expect((await me(headers)).status).toBe(200)
  })

  test("a sign-in is noted with its time, address and agent, for the user and the backend", async () => {
    stage.advance(120_000)
    const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token, "user-agent": "Test/1.0" }
    await me(headers)
    await expect
      .poll(async () => (await me(headers)).body.result)
      .toMatchObject({
        lastLoginTimeMS: stage.now(),
        lastLoginTime: new Date(stage.now()).toISOString(),
        address: { address: "127.0.0.1", family: "IPv4", port: expect.any(Number) },
        userAgent: "Test/1.0",
      })
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { apiKey, clientKey, engines } from "../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "./stage.ts"

describe.each(engines)("signing tokens on %s", engine => {
  let stage: Stage
  let sandbox: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
    sandbox = await setStage(engine, { SANDBOX: "1" })
  })
  afterAll(() => Promise.all([stage.close(), sandbox.close()]))

  const keyed = { "IM-API-KEY": apiKey }
  const app = { "IM-CLIENT-KEY": clientKey }
  const me = async (token: string) =>
    (await stage.raw("GET", "/me", { headers: userHeaders(token) })).body.result

  test("a new user is made, with a token that opens their record", async () => {
    const signed = await stage.backend("POST", "/auths/sign/v2", { id: "u-lena", nickname: "Lena" })
    expect(signed).toEqual({
      authType: "Standalone JWT",
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expirationDate: expect.any(String),
      exp: Date.parse(signed.expirationDate) / 1000,
      id: "u-lena",
      nickname: "Lena",
      avatarUrl: "",
    })
    expect(await me(signed.token)).toMatchObject({ _id: "u-lena", nickname: "Lena" })
  })

  test("a known user keeps what is not given", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "u-omar", nickname: "Omar", avatarUrl: "https://o" })
    const { token } = await stage.backend("POST", "/auths/sign/v2/", { id: "u-omar", nickname: "Omar B." })
    expect(await me(token)).toMatchObject({ nickname: "Omar B.", avatarUrl: "https://o" })
  })

  test("the first version answers the same without RC", async () => {
    const { status, body } = await stage.raw("POST", "/auths/sign", {
      headers: keyed,
      body: { id: "u-lena" },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ authType: "Standalone JWT", id: "u-lena", exp: expect.any(Number) })
    expect(body).not.toHaveProperty("RC")
    expect(await me(body.token)).toMatchObject({ _id: "u-lena" })
  })

  test("flawed calls are refused in the usual form by both", async () => {
    for (const path of ["/auths/sign", "/auths/sign/v2"]) {
      for (const [body, refusal] of [
        [{}, "400 MISSING_PARAMETER"],
        [undefined, "400 INVALID_PARAMETER"],
        [{ id: 7 }, "400 INVALID_PARAMETER"],
        [{ id: "" }, "400 INVALID_PARAMETER"],
        [{ id: "a/b" }, "400 INVALID_PARAMETER"],
      ] as const) {
        expect([path, body, await stage.refusedBackend("POST", path, body)]).toEqual([path, body, refusal])
      }
    }
  })

  test("an app with its client key alone signs in sandbox mode only", async () => {
    for (const path of ["/auths/sign", "/auths/sign/v2"]) {
      const ask = (on: Stage, headers: Record<string, string>) =>
        on.raw("POST", path, { headers, body: { id: "alice" } })
      expect(refusalOf(await ask(stage, app))).toBe("401 INVALID_API_KEY")
      expect(refusalOf(await ask(stage, userHeaders(stage.cast.alice)))).toBe("401 INVALID_API_KEY")
      expect(refusalOf(await ask(stage, {}))).toBe("401 INVALID_API_KEY")
      expect((await ask(sandbox, app)).status).toBe(200)
      expect((await ask(sandbox, keyed)).status).toBe(200)
      expect(refusalOf(await ask(sandbox, { "IM-CLIENT-KEY": "wrong" }))).toBe("403 INVALID_CLIENT_KEY")
    }
  })

  test("random text for tokens comes in the size asked for and differs each time", async () => {
    const sizes = await Promise.all(
      ["/auths/token", "/auth/token", "/auths/token?size=32", "/auths/token?size=256"].map(async path => {
        const text = await stage.backend("GET", path)
        return Buffer.from(text, "base64").length
      }),
    )
    expect(sizes).toEqual([16, 16, 32, 256])
    expect(await stage.backend("GET", "/auths/token")).not.toBe(await stage.backend("GET", "/auths/token"))
    for (const size of ["7", "257", "many", "8.5"]) {
      expect(await stage.refusedBackend("GET", `/auths/token?size=${size}`)).toBe("400 INVALID_PARAMETER")
    }
    expect(await stage.refused("alice", "GET", "/auths/token")).toBe("401 INVALID_API_KEY")
  })

  test("random text can be bound as a token", async () => {
    const token = await stage.backend("GET", "/auths/token")
    await stage.backend("POST", "/admin/clients", { _id: "u-bound", token })
    expect(await me(token)).toMatchObject({ _id: "u-bound" })
  })

  test("no path takes a token in itself", async () => {
    const path = `/admin/clients/alice/token/${stage.cast.alice}`
    for (const method of ["PUT", "DELETE"]) {
      expect(await stage.refusedBackend(method, path, { token: "x" })).toBe("404 NOT_FOUND")
    }
    expect(await me(stage.cast.alice)).toMatchObject({ _id: "alice" })
  })
})

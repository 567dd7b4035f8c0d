import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { userHeaders } from "../../support/backend.ts"
import { claimsOf, type FakeTokenService, startTokenService } from "../../support/fake-token-service.ts"
import { apiKey, clientKey, engines } from "../../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

describe.each(engines)("tokens that the operator's own service signs, on %s", engine => {
  let service: FakeTokenService
  /** One server that only has tokens signed, one that has them checked, too. */
  let signing: Stage
  let both: Stage
  beforeAll(async () => {
    service = await startTokenService()
    const settings = { AUTH_SIGN: service.signUrl, ALLOW_INSECURE_CALLBACKS: "1" }
    signing = await setStage(engine, { ...settings, WEBHOOK_SECRET: "a-shared-secret" })
    both = await setStage(engine, { ...settings, AUTH: service.verifyUrl, SANDBOX: "1" })
  })
  afterAll(async () => {
    await Promise.all([signing.close(), both.close()])
    await service.close()
  })
  afterEach(() => {
    service.react()
    service.calls.length = 0
  })

  const sign = (stage: Stage, body: object) => stage.backend("POST", "/auths/sign/v2", body)
  const me = async (stage: Stage, token: string) =>
    (await stage.raw("GET", "/me", { headers: userHeaders(token) })).body.result
  const refusedSign = (body: object) => signing.refusedBackend("POST", "/auths/sign/v2", body)

  test("the sign route answers with the service's token and its end", async () => {
    const claims = { id: "u-lena", nickname: "Lena", avatarUrl: "https://img.example/l.png" }
    const signed = await sign(signing, claims)
    expect(signed).toEqual({
      ...{ authType: "Standalone JWT", ...claims, token: expect.any(String) },
      ...{ expirationDate: expect.any(String), exp: claimsOf(signed.token).exp },
    })
    expect(Math.floor(Date.parse(signed.expirationDate) / 1000)).toBe(signed.exp)
    expect(service.calls).toMatchObject([
      {
        ...{ path: "/sign", body: claims },
        headers: { "x-imkit-signature": expect.stringMatching(/^sha256=[0-9a-f]{64}$/) },
      },
    ])
  })

  test("what is not given is told as it is stored", async () => {
    await sign(signing, { id: "u-omar", nickname: "Omar" })
    await sign(signing, { id: "u-omar" })
    expect(service.calls[1]?.body).toEqual({ id: "u-omar", nickname: "Omar", avatarUrl: "" })
  })

  test("the first version answers the same without RC, and an app may ask where the sandbox is open", async () => {
    const options = { headers: { "IM-CLIENT-KEY": clientKey }, body: { id: "u-app" } }
    const { body } = await both.raw("POST", "/auths/sign", options)
    expect(body).toMatchObject({ id: "u-app", token: expect.any(String) })
    expect(body).not.toHaveProperty("RC")
    expect(claimsOf(body.token)).toMatchObject({ id: "u-app" })
  })

  test("such a token opens its user's record: where nobody is asked, for being known here", async () => {
    const { token } = await sign(signing, { id: "u-known" })
    expect(await me(signing, token)).toMatchObject({ _id: "u-known" })
    expect(service.calls).toHaveLength(1)
  })

  test("where the service is asked about tokens, it stays the judge of them", async () => {
    const { token } = await sign(both, { id: "u-judged" })
    expect(await me(both, token)).toMatchObject({ _id: "u-judged" })
    expect(service.calls.map(({ path }) => path.split("?")[0])).toEqual(["/sign", "/verify"])
    both.advance(60_000)
    service.react(response => void response.writeHead(401).end())
    const answer = await both.raw("GET", "/me", { headers: userHeaders(token) })
    expect(answer.status).toBe(401)
  })

  test.each([
    [401, '{"token":"t","expirationDate":"2030-01-01T00:00:00.000Z"}'],
    [500, ""],
    [200, ""],
    [200, "{}"],
    [200, '{"token":"t"}'],
    [200, '{"token":"","expirationDate":"2030-01-01T00:00:00.000Z"}'],
    [200, '{"token":7,"expirationDate":"2030-01-01T00:00:00.000Z"}'],
    [200, '{"token":"a\\u0000b","expirationDate":"2030-01-01T00:00:00.000Z"}'],
    [200, '{"token":"t","expirationDate":"tomorrow"}'],
  ])("with the answer %i %s there is no token", async (status, body) => {
    service.react(response => void response.writeHead(status).end(body))
    expect(await refusedSign({ id: "u-none" })).toBe("503 AUTH_UNAVAILABLE")
  })

  test("without an answer there is no token", async () => {
    service.react(response => void response.destroy())
    expect(await refusedSign({ id: "u-none" })).toBe("503 AUTH_UNAVAILABLE")
  })

  test("a token that is another user's already is given to nobody else", async () => {
    const answer = JSON.stringify({ token: "one-for-all", expirationDate: "2100-01-01T00:00:00.000Z" })
    service.react(response => void response.end(answer))
    expect(await sign(signing, { id: "u-first" })).toMatchObject({ token: "one-for-all" })
    expect(await refusedSign({ id: "u-second" })).toBe("409 TOKEN_CONFLICT")
  })

  test("flawed calls are refused without asking", async () => {
    expect(await refusedSign({})).toBe("400 MISSING_PARAMETER")
    expect(await refusedSign({ id: "a/b" })).toBe("400 INVALID_PARAMETER")
    const headers = { "IM-API-KEY": `${apiKey}x` }
    expect((await signing.raw("POST", "/auths/sign", { headers, body: { id: "u" } })).status).toBe(401)
    expect(service.calls).toEqual([])
  })
})

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { ensureOperator } from "../../../../src/chat/operators.ts"
import { call } from "../../../support/backend.ts"
import { apiKey, clientKey, engines, makePlace, startParley } from "../../../support/parley.ts"
import { type Desk, deedsOf, openBrowser, openDesk, password } from "./stage.ts"

const hour = 3_600_000
const free = { API_KEY: "", CLIENT_KEY: "" }

describe.each(engines)("keys on %s", engine => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk(engine, free)
  })
  afterEach(() => desk.close())

  const rotate = (kind: string, overlapHours: number) =>
    desk.ask("POST", `/keys/${kind}/rotate`, { password, overlapHours })
  const config = async (headers: Record<string, string>) =>
    (await call(desk.parley.url, "GET", "/config", { headers })).status
  const withApiKey = (key: string) => config({ "IM-API-KEY": key })
  const withClientKey = (key: string) => config({ "IM-CLIENT-KEY": key, "IM-Authorization": desk.cast.alice })

  test("are shown: the public one whole, the secret one masked", async () => {
    expect(await desk.ask("GET", "/keys")).toEqual({
      apiKey: { masked: "test•••6789", source: "file" },
      clientKey: { value: clientKey, source: "file" },
    })
  })

  test("the secret one is shown to whoever says the password again, and that is noted", async () => {
    const reveal = "/keys/apiKey/reveal"
    expect(await desk.refused("POST", reveal, { password: "a wrong password" })).toBe("403 WRONG_PASSWORD")
    expect(await desk.refused("POST", reveal, {})).toBe("400 MISSING_PARAMETER")
    expect(await desk.ask("POST", reveal, { password })).toEqual({ value: apiKey })
    expect(await deedsOf(desk, 2)).toEqual(["key.reveal apiKey", "key.reveal apiKey"])
    const { data } = await desk.ask("GET", "/audit?limit=2")
    expect(data.map((deed: { detail: string }) => deed.detail)).toEqual(["", "refused: WRONG_PASSWORD"])
    expect(JSON.stringify(data)).not.toContain(apiKey)
  })

  test("a new API key is good at once, and the old one until the end of the overlap", async () => {
    const { value, previousValidUntil } = await rotate("apiKey", 2)
    expect(value).toMatch(/^[\w-]{43}$/)
    expect(previousValidUntil).toBe(desk.now() + 2 * hour)
    expect(await desk.ask("GET", "/keys")).toMatchObject({
      apiKey: {
        ...{
          masked: `${value.slice(0, 4)}•••${value.slice(-4)}`,
          source: "dashboard",
          createdAt: desk.now(),
        },
        previous: { masked: "test•••6789", validUntil: previousValidUntil },
      },
    })
    expect([await withApiKey(value), await withApiKey(apiKey), await withApiKey(`${value}x`)]).toEqual([
      200, 200, 401,
    ])
    desk.advance(2 * hour - 1)
    expect([await withApiKey(value), await withApiKey(apiKey)]).toEqual([200, 200])
    desk.advance(1)
    expect([await withApiKey(value), await withApiKey(apiKey)]).toEqual([200, 401])
    expect((await desk.ask("GET", "/keys")).apiKey.previous).toBeUndefined()
  })

  test("a new client key is good at once, and apps get it from the overview", async () => {
    const { value } = await rotate("clientKey", 1)
    expect([await withClientKey(value), await withClientKey(clientKey)]).toEqual([200, 200])
    expect((await desk.ask("GET", "/overview")).clientKey).toBe(value)
    expect((await desk.ask("GET", "/keys")).clientKey.previous.value).toBe(clientKey)
    desk.advance(hour)
    expect([await withClientKey(value), await withClientKey(clientKey)]).toEqual([200, 403])
  })

  test("the overlap can be ended at once, or not begin at all", async () => {
    const first = (await rotate("apiKey", 24)).value
    await desk.ask("DELETE", "/keys/apiKey/previous")
    expect([await withApiKey(first), await withApiKey(apiKey)]).toEqual([200, 401])
    expect(await desk.refused("DELETE", "/keys/apiKey/previous")).toBe("404 NOT_FOUND")
    const second = (await rotate("apiKey", 0)).value
    expect([await withApiKey(second), await withApiKey(first)]).toEqual([200, 401])
    expect(await deedsOf(desk, 4)).toEqual([
      ...["key.rotate apiKey", "key.end apiKey", "key.end apiKey", "key.rotate apiKey"],
    ])
  })

  test("need the password again, a kind that there is, and an overlap that ends", async () => {
    const attempt = (kind: string, body: object) => desk.refused("POST", `/keys/${kind}/rotate`, body)
    expect(await attempt("apiKey", { password: "a wrong password", overlapHours: 1 })).toBe(
      "403 WRONG_PASSWORD",
    )
    expect(await attempt("jwtSecret", { password, overlapHours: 1 })).toBe("404 NOT_FOUND")
    for (const overlapHours of [-1, 2161, "1", undefined])
      expect(await attempt("apiKey", { password, overlapHours })).toMatch(/^400 (INVALID|MISSING)_PARAMETER$/)
    expect(await withApiKey(apiKey)).toBe(200)
  })
})

describe.each(engines)("keys of the environment on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  test("stay, and the refusal says where to change them", async () => {
    expect(await desk.ask("GET", "/keys")).toMatchObject({
      apiKey: { source: "environment" },
      clientKey: { source: "environment" },
    })
    for (const [kind, name] of [
      ["apiKey", "API_KEY"],
      ["clientKey", "CLIENT_KEY"],
    ]) {
      const answer = await desk.raw("POST", `/keys/${kind}/rotate`, { password, overlapHours: 1 })
      expect([answer.status, answer.body.error.code]).toEqual([409, "KEY_OF_ENVIRONMENT"])
      expect(answer.body.error.message).toContain(name)
    }
  })
})

test("a new key is known to other processes within five seconds", async () => {
  const place = await makePlace("postgres")
  const shared = { ...free, DATABASE_URL: place.settings.DATABASE_URL ?? "" }
  let time = Date.now()
  const servers = [
    await startParley("postgres", shared, () => time),
    await startParley("postgres", shared, () => time),
  ]
  const [one, other] = servers as [(typeof servers)[0], (typeof servers)[0]]
  try {
    await ensureOperator(one.ctx, password)
    const browser = openBrowser(one.url)
    await browser.signIn()
    const status = async (key: string) =>
      (await call(other.url, "GET", "/config", { headers: { "IM-API-KEY": key } })).status
    expect(await status(apiKey)).toBe(200)
    const { value } = await browser.ask("POST", "/keys/apiKey/rotate", { password, overlapHours: 0 })
    time += 5000
    expect([await status(value), await status(apiKey)]).toEqual([200, 401])
  } finally {
    await Promise.all(servers.map(server => server.close()))
    place.remove()
  }
})

test("a new key takes its place in the file of keys, which stays nobody else's to read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-keys-"))
  const path = join(folder, "keys.json")
  writeFileSync(path, JSON.stringify({ apiKey, clientKey, jwtSecret: "kept" }))
  const desk = await openDesk("sqlite", { ...free, DATA_DIR: folder })
  try {
    const { value } = await desk.ask("POST", "/keys/apiKey/rotate", { password, overlapHours: 0 })
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ apiKey: value, clientKey, jwtSecret: "kept" })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  } finally {
    await desk.close()
    rmSync(folder, { recursive: true })
  }
})

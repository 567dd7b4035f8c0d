import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { refusalOf } from "../edge/http/stage.ts"
import { call, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { apiKey, type Parley, startParley } from "../support/parley.ts"
import { startPostgres } from "../support/postgres.ts"
import { emptyFolder, Running } from "./running.ts"

describe("what operators watch", () => {
  let parley: Parley
  beforeAll(async () => {
    parley = await startParley("sqlite")
  })
  afterAll(() => parley.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    call(parley.url, "GET", path, { headers })

  test("healthz and readyz need no key", async () => {
    expect(await get("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } })
    expect((await get("/readyz")).status).toBe(200)
  })

  test("metrics obey the list of addresses that may use the API key", async () => {
    const guarded = await startParley("sqlite", { PLATFORM_API_SOURCE_FILTER: "10.9.9.9" })
    const { status } = await call(guarded.url, "GET", "/metrics", { headers: { "IM-API-KEY": apiKey } })
    await guarded.close()
    expect(status).toBe(401)
  })

  test("metrics need the API key, as a header or a bearer token", async () => {
    expect((await get("/metrics")).status).toBe(401)
    expect((await get("/metrics", { "IM-API-KEY": "wrong" })).body.error.code).toBe("INVALID_API_KEY")
    expect((await get("/metrics", { Authorization: `Bearer ${apiKey}` })).status).toBe(200)
    const { status, headers } = await get("/metrics", { "IM-API-KEY": apiKey })
    expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")])
  })

  test("metrics count what happened", async () => {
    await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    const body = { room: "demo-room", sender: "alice", message: "x", messageType: "text" }
    for (let i = 0; i < 3; i++) await platform(parley.url, "POST", "/messages", body)
    const { body: text } = await get("/metrics", { "IM-API-KEY": apiKey })
    expect(text).toMatch(/^parley_messages_total 3$/m)
    expect(text).toMatch(/^parley_requests_total\{.*route="\/messages".*\} 3$/m)
    expect(text).toMatch(/^parley_sockets 0$/m)
    expect(text).toMatch(/^parley_outbox_depth 0$/m)
    expect(text).toMatch(/^parley_commit_writes_count \d+$/m)
    expect(text).toMatch(/eventloop/)
    for (const secret of ["demo-room", "alice", apiKey]) expect(text).not.toContain(secret)
  })

  test("metrics are open where the operator says so", async () => {
    const open = await startParley("sqlite", { METRICS_PUBLIC: "1" })
    try {
      expect((await call(open.url, "GET", "/metrics")).status).toBe(200)
    } finally {
      await open.close()
    }
  })
})

describe("a database that goes away", () => {
  test("makes the server unready with a reason, while it stays alive and stops cleanly", async () => {
    const { folder, remove } = emptyFolder()
    const cluster = await startPostgres()
    const server = await Running.start(folder, { DATABASE_URL: cluster.url, API_KEY: apiKey })
    try {
      expect((await call(server.url, "GET", "/readyz")).status).toBe(200)
      cluster.stop()
      const { status, body } = await call(server.url, "GET", "/readyz")
      expect([status, body]).toEqual([503, { status: "unavailable", reason: expect.any(String) }])
      expect((await call(server.url, "GET", "/healthz")).status).toBe(200)
      const refused = await call(server.url, "GET", "/config", { headers: { "IM-API-KEY": apiKey } })
      expect(refusalOf(refused)).toBe("500 INTERNAL_SERVER_ERROR")
      server.signal("SIGTERM")
      expect(await server.ended).toEqual({ code: 0, signal: null })
    } finally {
      await server.stop()
      remove()
    }
  })
})

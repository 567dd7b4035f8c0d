import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { asUser, call } from "../support/backend.ts"
import { emptyFolder, Running } from "./running.ts"

const apiKey = "given-api-key-0123456789"

describe("starting the server", () => {
  let folder: string
  let remove: () => void
  const running: Running[] = []

  beforeEach(() => {
    ;({ folder, remove } = emptyFolder())
  })
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop()
    remove()
  })

  async function start(env: Record<string, string> = {}, words: string[] = []): Promise<Running> {
    const server = await Running.start(folder, env, words)
    running.push(server)
    return server
  }
  const keysPath = () => join(folder, "data", "keys.json")
  const keys = () => JSON.parse(readFileSync(keysPath(), "utf8"))
  const linksOf = (server: Running) => server.stderr.match(/http\S+\/chat\?token=\S+/g) ?? []
  const stopped = async (server: Running) => {
    server.signal("SIGTERM")
    expect(await server.ended).toEqual({ code: 0, signal: null })
  }

  test("needs no settings: an empty folder gives a running server with keys of its own", async () => {
    const server = await start()
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: "ok" })
    expect(statSync(keysPath()).mode & 0o777).toBe(0o600)
    expect(existsSync(join(folder, "data", "parley.db"))).toBe(true)
    await server.until(() => linksOf(server).length === 2, "two links")
    expect(server.stderr).toContain(keys().apiKey)
    expect(server.stderr).toContain(keys().clientKey)
    expect(server.stderr).not.toContain(keys().jwtSecret)
  })

  test("the keys are kept over a restart, and keys and links are shown only once", async () => {
    const first = await start()
    const made = keys()
    await stopped(first)
    const second = await start()
    const headers = { "IM-API-KEY": made.apiKey }
    expect((await call(second.url, "GET", "/config", { headers })).status).toBe(200)
    expect(keys()).toEqual(made)
    await stopped(second)
    expect([linksOf(second), second.stderr]).toEqual([[], ""])
  })

  test("the links open a conversation of two people who have talked", async () => {
    const server = await start({ CLIENT_KEY: "test-client-key-0123456789" })
    await server.until(() => linksOf(server).length === 2, "two links")
    const [alice = "", bob = ""] = linksOf(server).map(link => new URL(link).searchParams.get("token") ?? "")
    expect(await asUser(server.url, alice, "GET", "/me")).toMatchObject({ _id: "alice" })
    const { data } = await asUser(server.url, bob, "GET", "/rooms")
    expect(data).toMatchObject([{ _id: "demo-room", lastMessage: { sender: { _id: "alice" } } }])
    const sent = { message: "hello" }
    expect(await asUser(server.url, bob, "POST", "/rooms/demo-room/message", sent)).toMatchObject(sent)
  })

  test("makes no demo in production", async () => {
    const server = await start({ NODE_ENV: "production" })
    const headers = { "IM-API-KEY": keys().apiKey }
    expect((await call(server.url, "GET", "/rooms/demo-room", { headers })).status).toBe(404)
    await stopped(server)
    expect(linksOf(server)).toEqual([])
  })

  test("makes no demo where the API key is given", async () => {
    const server = await start({ API_KEY: apiKey })
    const headers = { "IM-API-KEY": apiKey }
    expect((await call(server.url, "GET", "/rooms/demo-room", { headers })).status).toBe(404)
    await stopped(server)
    expect(linksOf(server)).toEqual([])
  })

  test("makes a demo whenever it is asked to, and leaves what is there", async () => {
    const env = { API_KEY: apiKey, NODE_ENV: "production" }
    for (let times = 1; times <= 2; times++) {
      const server = await start(env, ["--demo"])
      await server.until(() => linksOf(server).length === 2, "two links")
      const headers = { "IM-API-KEY": apiKey, "IM-CLIENT-ID": "alice" }
      const { body } = await call(server.url, "GET", "/rooms/demo-room/messages/v3", { headers })
      expect(body.result.totalCount).toBe(3)
      await stopped(server)
    }
  })

  test("says in one JSON line that it listens, and where", async () => {
    const server = await start({ PUBLIC_URL: "https://chat.example.com/", API_KEY: apiKey })
    expect(await server.line("listening")).toMatchObject({
      msg: "listening",
      url: "https://chat.example.com",
    })
  })

  test("writes no key and no token where logs are collected", async () => {
    const server = await start({ LOG_LEVEL: "trace" })
    await server.until(() => linksOf(server).length === 2, "two links")
    const { apiKey, clientKey, jwtSecret } = keys()
    const token = new URL(linksOf(server)[0] ?? "").searchParams.get("token") ?? ""
    const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token, Authorization: token }
    await call(server.url, "GET", `/me?token=${token}`, { headers })
    await call(server.url, "GET", `/nothing?token=${token}`, { headers })
    await call(server.url, "POST", "/rooms", {
      headers: { "IM-API-KEY": apiKey, API_KEY: apiKey },
      body: "{",
    })
    await call(server.url, "GET", `/chat?token=${token}`)
    await stopped(server)
    for (const secret of [apiKey, clientKey, jwtSecret, token]) expect(server.stdout).not.toContain(secret)
    expect(server.lines().at(-1)).toMatchObject({ msg: "stopping" })
  })

  test("stops with status 2 and every mistake in one list", async () => {
    const server = Running.spawn(folder, { PORT: "many", LOG_LEVEL: "loud", REDIS_URL: "redis://r" })
    running.push(server)
    expect(await server.ended).toEqual({ code: 2, signal: null })
    for (const name of ["PORT", "LOG_LEVEL", "REDIS_URL"]) expect(server.stderr).toContain(`  - ${name} `)
    expect(server.stderr).not.toMatch(/^\s+at /m)
    expect(existsSync(join(folder, "data"))).toBe(false)
  })

  test("stops with status 2 when lists of addresses hold something else", async () => {
    const server = Running.spawn(folder, {
      PLATFORM_API_SOURCE_FILTER: "localhost",
      TRUSTED_PROXIES: "nonsense",
    })
    running.push(server)
    expect(await server.ended).toEqual({ code: 2, signal: null })
  })

  test("warns once of each setting that is set in vain", async () => {
    const server = await start({ SANDBOX: "1", MONGODB_URL: "m" })
    const warnings = server.lines().filter(line => line.level === 40)
    expect(warnings.map(({ msg }) => String(msg).split(" ")[0]).sort()).toEqual(["MONGODB_URL", "SANDBOX"])
  })

  test("stops with status 1 and a reason when the port is taken", async () => {
    const first = await start({ API_KEY: apiKey })
    const { port } = new URL(first.url)
    const second = Running.spawn(folder, { PORT: port, API_KEY: apiKey, DATA_DIR: join(folder, "second") })
    running.push(second)
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.stderr).toContain("EADDRINUSE")
  })

  test("stops with status 1 and a reason when another server uses the folder", async () => {
    await start({ API_KEY: apiKey })
    const second = Running.spawn(folder, { API_KEY: apiKey })
    running.push(second)
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.stderr).toContain("Another server uses")
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import packageInfo from "../../../../package.json" with { type: "json" }
import { call } from "../../../support/backend.ts"
import { apiKey, clientKey, engines } from "../../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../../support/push-receiver.ts"
import { TestSocket } from "../../../support/test-socket.ts"
import { type Desk, deedsOf, openDesk } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("the dashboard's overview on %s", engine => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine, { CLIENT_KEY: clientKey, FCM_URL: "https://user:hidden@fcm.example/x" })
  })
  afterAll(() => desk.close())

  test("tells what the server is, what it has and what it lacks", async () => {
    const room = await desk.room(["alice", "bob"])
    const { _id } = await desk.say(room, "alice", "one")
    await desk.say(room, "alice", "two")
    await desk.ask("DELETE", `/messages/${_id}`)
    await desk.as("bob", "POST", "/me/subscribe", { type: "fcm", deviceId: "b", token: "b".repeat(40) })
    const socket = await TestSocket.signedIn(desk.parley.url, desk.cast.alice)
    expect(await desk.ask("GET", "/overview")).toEqual({
      ...{ serverUrl: desk.parley.url, version: packageInfo.version, engine, clientKey, sandbox: false },
      ...{ startedAt: expect.any(Number), now: desk.now(), connections: 1, peakConnections: 1 },
      // The cast, and the server's own robot.
      counts: { clients: 5, rooms: 1, messages: 1, devices: 1 },
      waiting: { outbox: 0, pushes: 0, webhooks: 0, deadWebhooks: 0 },
      push: { apns: false, fcm: false, webPush: false },
      memory: { rss: expect.any(Number) },
      diskFree: expect.any(Number),
    })
    await desk.say(room, "alice", "three")
    desk.advance(10_000)
    expect((await desk.ask("GET", "/overview")).counts.messages).toBe(2)
    await desk.backend("DELETE", `/rooms/${room}/messages/_all`)
    desk.advance(10_000)
    expect((await desk.ask("GET", "/overview")).counts.messages).toBe(0)
    socket.close()
  })

  test("shows all settings with where they come from, and no secret", async () => {
    const settings = await desk.ask("GET", "/settings")
    const of = (name: string) => settings.find((setting: Json) => setting.name === name)
    expect(of("API_KEY")).toEqual({
      ...{ name: "API_KEY", value: "•••", source: "environment", secret: true, group: "Keys and tokens" },
      description: expect.stringContaining("Key of your backend"),
    })
    expect(of("PUSH_LOG_DAYS")).toMatchObject({
      value: "7",
      source: "default",
      secret: false,
      group: "Pushes",
    })
    expect(of("PUSH_SECRET")).toMatchObject({ value: "", source: "default", secret: true })
    expect(of("FCM_URL").value).toBe("https://•••@fcm.example/x")
    const text = JSON.stringify(settings)
    for (const secret of [apiKey, "test-secret-test-secret", "hidden", "postgres:postgres"])
      expect(text).not.toContain(secret)
    for (const { group, description } of settings)
      expect([group, description]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\.$/)])
  })

  test("reads, writes and deletes run-time settings", async () => {
    expect(await desk.ask("PUT", "/run-settings", { announcement: { text: "Hi" }, a: 1 })).toEqual({
      ...{ announcement: { text: "Hi" }, a: 1 },
    })
    await desk.ask("DELETE", "/run-settings/a")
    expect(await desk.ask("GET", "/run-settings")).toEqual({ announcement: { text: "Hi" } })
    expect(await desk.as("alice", "GET", "/config")).toEqual({ announcement: { text: "Hi" } })
    expect(await desk.refused("DELETE", "/run-settings/a")).toBe("404 CONFIG_NOT_FOUND")
    expect(await desk.refused("PUT", "/run-settings", { censorship: 1 })).toBe("400 INVALID_PARAMETER")
    expect(await desk.refused("PUT", "/run-settings", [1])).toBe("400 INVALID_PARAMETER")
    expect(await deedsOf(desk, 3)).toEqual([
      ...["setting.remove a", "setting.remove a", "setting.save announcement a"],
    ])
  })

  test("shows who is connected, and how", async () => {
    const extra = { "IM-DEVICE-ID": "phone-1" }
    const alice = await TestSocket.open(desk.parley.url)
    await alice.ask("auth2", desk.cast.alice, extra)
    const nobody = await TestSocket.open(desk.parley.url)
    const { totalCount, data } = await desk.ask("GET", "/connections")
    expect([totalCount, data]).toEqual([
      1,
      [
        {
          ...{ clientId: "alice", nickname: "Alice", deviceId: "phone-1", address: "127.0.0.1" },
          ...{ connectedAt: desk.now(), transport: expect.stringMatching(/^(websocket|polling)$/) },
          ...(data[0]?.platform ? { platform: data[0].platform } : {}),
        },
      ],
    ])
    alice.close()
    nobody.close()
    await expect.poll(async () => (await desk.ask("GET", "/connections")).totalCount).toBe(0)
  })
})

describe.each(engines)("what is still to go out on %s", engine => {
  let desk: Desk
  let bot: PushReceiver
  beforeAll(async () => {
    bot = await startPushReceiver()
    desk = await openDesk(engine, { ALLOW_INSECURE_CALLBACKS: "1", WEBHOOK_DURABLE: "1" })
  })
  afterAll(async () => {
    await desk.close()
    await bot.close()
  })

  const patience = { timeout: 20_000 }
  const rows = async (state: string): Promise<Json[]> =>
    (await desk.ask("GET", "/outbox")).rows.filter((row: Json) => row.state === state)
  const dead = async () => desk.ask("GET", "/dead-webhooks")

  test("is listed with its state, and tried at once when an operator says so", async () => {
    bot.react(response => void response.writeHead(503).end())
    const room = await desk.room(["alice"], { webhook: bot.url })
    const { _id } = await desk.say(room, "alice", "try me")
    await expect.poll(async () => (await rows("retrying")).length, patience).toBe(2)
    const row = (await rows("retrying")).find(({ message }) => message === _id)
    expect(row).toMatchObject({ kind: "webhook", attempts: 1, room, nextAttemptAt: expect.any(Number) })
    expect(row.nextAttemptAt).toBeGreaterThan(desk.now())
    expect((await desk.ask("GET", "/outbox")).totals).toEqual([
      { kind: "webhook", state: "retrying", count: 2 },
    ])
    expect((await desk.ask("GET", "/overview")).waiting).toMatchObject({ outbox: 2, webhooks: 2 })
    bot.calls.length = 0
    bot.react(response => void response.end())
    await desk.ask("POST", `/outbox/${row.id}/retry`)
    await bot.call(body => body.data?._id === _id)
    expect(await desk.refused("POST", "/outbox/nothing/retry")).toBe("404 SENDING_NOT_FOUND")
  })

  test("is given up in the end, and replayed one by one, by room or all together", async () => {
    const room = await desk.room(["alice"])
    const bury = (id: string, roomId: string) =>
      desk.parley.ctx.db.write(async tx =>
        tx.run(
          `INSERT INTO settlements (id, kind, room_id, message_id, client_id, device_type, device_id, job_json, outcome,
             attempts, created_at, settled_at) VALUES (?, 'webhook', ?, '', '', '', '', '{"body":"{}"}', 'dead', 9, 1, ?)`,
          [id, roomId, desk.now()],
        ),
      )
    for (const [id, where] of [
      ...[
        ["d1", room],
        ["d2", room],
        ["d3", "elsewhere"],
      ],
      ...[
        ["d4", "elsewhere"],
        ["d5", room],
      ],
    ] as [string, string][])
      await bury(id, where)
    expect(await dead()).toMatchObject({ totalCount: 5 })
    expect((await desk.ask("GET", "/dead-webhooks?skip=4")).data).toMatchObject([
      { _id: "d1", room, attempts: 9 },
    ])
    const replay = (body: object) => desk.ask("POST", "/dead-webhooks/replay", body)
    expect(await replay({ ids: ["d1", "nothing"] })).toEqual({ replayed: 1 })
    expect(await replay({ roomId: room })).toEqual({ replayed: 2 })
    expect(await replay({ all: true })).toEqual({ replayed: 2 })
    expect(await dead()).toEqual({ totalCount: 0, data: [] })
    for (const body of [{}, { all: true, roomId: room }, { all: false }, { ids: [] }])
      expect(await desk.refused("POST", "/dead-webhooks/replay", body)).toMatch(/^400 /)
    expect(await deedsOf(desk, 1)).not.toEqual([])
  })
})

test("the page is its own, framed by nobody, and shares nothing with other origins", async () => {
  const desk = await openDesk("sqlite")
  try {
    const { status, headers } = await call(desk.parley.url, "GET", "/dashboard", {
      headers: { Origin: "https://evil.example" },
    })
    // Where the page was not built there is none.
    expect([200, 404]).toContain(status)
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: https: http:;" +
        "connect-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    )
    expect(headers.get("x-frame-options")).toBe("DENY")
    expect(headers.get("referrer-policy")).toBe("no-referrer")
    expect(headers.get("access-control-allow-origin")).toBeNull()
    const outside = await call(desk.parley.url, "GET", "/dashboard-assets/assets/..%2f..%2fchat%2findex.html")
    expect([403, 404]).toContain(outside.status)
  } finally {
    await desk.close()
  }
})

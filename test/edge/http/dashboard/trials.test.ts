import { createHmac } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { ensureOperator } from "../../../../src/chat/operators.ts"
import { type PushStage, setPushStage } from "../../../delivery/push/devices-stage.ts"
import { fcmError } from "../../../support/fake-fcm.ts"
import { engines } from "../../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../../support/push-receiver.ts"
import { type Browser, type Desk, deedsOf, openBrowser, openDesk, password } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

describe.each(engines)("a push that an operator tries on %s", engine => {
  let stage: PushStage
  let browser: Browser
  beforeAll(async () => {
    stage = await setPushStage(engine)
    await ensureOperator(stage.parley.ctx, password)
    browser = openBrowser(stage.parley.url)
    await browser.signIn()
  })
  afterAll(() => stage.close())
  beforeEach(() => stage.clear())

  const tryOut = async (more: object = {}): Promise<string[]> => {
    const tried = await browser.ask("POST", "/push-test", {
      clientId: "bob",
      body: "Can you hear me?",
      ...more,
    })
    return tried.map(({ type, deviceId, outcome }: Json) => `${type} ${deviceId}: ${outcome}`).sort()
  }

  test("reaches all devices of a user, and each provider's answer is told", async () => {
    await stage.subscribe("bob", "ios phone", "web laptop", "fcm pixel", "ios-voip phone")
    expect(await tryOut({ title: "Garden club" })).toEqual([
      ...["fcm pixel: sent", "ios phone: sent", "ios-voip phone: skipped", "web laptop: sent"],
    ])
    const [apns, fcm, web] = [stage.apns.arrived[0], stage.fcm.pushes[0], stage.web.pushes[0]]
    expect(apns?.body.aps.alert).toMatchObject({ title: "Garden club", body: "Can you hear me?" })
    expect(fcm?.message.android.notification).toMatchObject({ title: "Garden club" })
    expect(JSON.stringify(web?.body)).toContain("Can you hear me?")
    const [tried] = await browser.ask("POST", "/push-test", { clientId: "bob", deviceId: "pixel", body: "x" })
    expect(tried).toEqual({
      ...{ deviceId: "pixel", type: "fcm", outcome: "sent", detail: "It was handed over, and taken." },
      providerId: expect.stringMatching(/^projects\//),
    })
  })

  test("says why it failed, and forgets a device that is no more", async () => {
    await stage.subscribe("bob", "fcm pixel")
    stage.fcm.react(() => fcmError(503, "UNAVAILABLE", "Try later."))
    expect(await tryOut()).toEqual(["fcm pixel: retry"])
    stage.fcm.react(() => fcmError(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED"))
    const [tried] = await browser.ask("POST", "/push-test", { clientId: "bob", body: "x" })
    expect(tried).toMatchObject({ outcome: "gone", detail: expect.stringContaining("UNREGISTERED") })
    expect(JSON.stringify(tried)).not.toContain(stage.tokenOf("bob", "fcm pixel"))
    expect(await tryOut()).toEqual([])
  })

  test("is for users that there are, and says something", async () => {
    const refused = (body: object) => browser.refused("POST", "/push-test", body)
    expect(await refused({ clientId: "nobody", body: "x" })).toBe("404 CLIENT_NOT_FOUND")
    expect(await refused({ clientId: "bob" })).toBe("400 MISSING_PARAMETER")
    expect(await refused({ clientId: "bob", body: "" })).toBe("400 INVALID_PARAMETER")
    expect(await deedsOf(browser, 1)).toEqual(["push.test nobody"])
  })
})

test("a push to a device that the server has no credentials for is told so", async () => {
  const desk = await openDesk("sqlite")
  try {
    const device = { type: "ios", deviceId: "phone", token: "a".repeat(64) }
    await desk.as("bob", "POST", "/me/subscribe", device)
    const tried = await desk.ask("POST", "/push-test", { clientId: "bob", body: "x" })
    expect(tried).toMatchObject([{ type: "ios", deviceId: "phone", outcome: "unconfigured" }])
  } finally {
    await desk.close()
  }
})

describe("a callback that an operator tries", () => {
  const secret = "a-secret-of-the-receiver"
  let desk: Desk
  let far: PushReceiver
  let base: string
  beforeAll(async () => {
    far = await startPushReceiver()
    base = new URL(far.url).origin
    desk = await openDesk("sqlite", {
      ...{ ALLOW_INSECURE_CALLBACKS: "1", WEBHOOK_SECRET: secret, PUSH_SECRET: secret },
      ...{ AUTH: `${base}/auth`, AUTH_SIGN: `${base}/sign?key=hidden-key`, BADGE: `${base}/badge` },
      PUSH_GENERIC: `${base}/push`,
    })
  })
  beforeEach(() => {
    far.calls.length = 0
    far.react(response => void response.end("{}"))
  })
  afterAll(async () => {
    await desk.close()
    await far.close()
  })

  const tryOut = (body: object) => desk.ask("POST", "/callback-test", body)

  test("is called where the server would, signed, and what was sent is shown without its signature", async () => {
    const room = await desk.room(["alice"], { webhook: `${base}/bot` })
    await far.count(1)
    for (const [kind, path, body] of [
      ["AUTH", "/auth", { token: "parley-test-token" }],
      ["AUTH_SIGN", "/sign?key=hidden-key", { id: "parley-test-user" }],
      ["BADGE", "/badge/parley-test-user", { source: "imkit", count: 1 }],
      ["PUSH_V2", "/push", { pushToClients: ["parley-test-user"], messageType: "text" }],
      ["WEBHOOK", "/bot", { appID: "Parley", roomID: room, event: "MESSAGE", data: { room } }],
    ] as const) {
      far.calls.length = 0
      const { request, answer, ms } = await tryOut({ kind, roomId: kind === "WEBHOOK" ? room : undefined })
      const call = far.calls.find(({ headers }) => headers["x-parley-test"] === "1")
      expect([kind, call?.method, call?.path]).toEqual([kind, "POST", path])
      expect(call?.body).toMatchObject(body)
      expect(request.body).toEqual(call?.body)
      const at = call?.headers["x-imkit-timestamp"]
      const signature = createHmac("sha256", secret).update(`${at}.${call?.text}`).digest("hex")
      expect(call?.headers["x-imkit-signature"]).toBe(`sha256=${signature}`)
      expect(request).toMatchObject({ method: "POST", headers: { "x-imkit-signature": "•••" } })
      expect(JSON.stringify(request)).not.toMatch(new RegExp(`${signature}|hidden-key|${secret}`))
      expect([answer.status, answer.body, ms >= 0]).toEqual([200, {}, true])
    }
  })

  test("shows the answer, but for what is secret in it", async () => {
    far.react(response => {
      response.writeHead(201, {
        "content-type": "application/json",
        "set-cookie": "session=1",
        "x-more": "yes",
      })
      response.end(JSON.stringify({ token: "a.real.token", expirationDate: 1 }))
    })
    const { answer } = await tryOut({ kind: "AUTH_SIGN" })
    expect(answer).toMatchObject({
      status: 201,
      headers: { "set-cookie": "•••", "x-more": "yes" },
      body: { token: "•••", expirationDate: 1 },
    })
    far.react(response => void response.writeHead(500).end("<h1>Oops</h1>"))
    expect((await tryOut({ kind: "AUTH" })).answer).toMatchObject({ status: 500, body: "<h1>Oops</h1>" })
  })

  test("may be called somewhere else, and says why it was not reached", async () => {
    const { request } = await tryOut({ kind: "PUSH_V1", url: `${base}/else?token=abc` })
    const paths = far.calls.filter(({ headers }) => headers["x-parley-test"] === "1").map(({ path }) => path)
    expect([paths[0], request.url]).toEqual(["/else?token=abc", `${base}/else?token=•••`])
    const { error, answer } = await tryOut({ kind: "PUSH_V1", url: "http://127.0.0.1:1/" })
    expect([error, answer]).toEqual([expect.stringContaining("ECONNREFUSED"), undefined])
    for (const url of ["file:///etc/passwd", "nonsense"])
      expect((await tryOut({ kind: "AUTH", url })).error).toMatch(/address|http/)
    const { data } = await desk.ask("GET", "/audit?limit=5")
    expect(JSON.stringify(data)).not.toContain("token=abc")
  })

  test("needs an address", async () => {
    const refused = (body: object) => desk.refused("POST", "/callback-test", body)
    expect(await refused({ kind: "PUSH_V1" })).toBe("400 INVALID_PARAMETER")
    expect(await refused({ kind: "WEBHOOK" })).toBe("400 INVALID_PARAMETER")
    expect(await refused({ kind: "WEBHOOK", roomId: await desk.room(["alice"]) })).toBe(
      "400 INVALID_PARAMETER",
    )
    expect(await refused({ kind: "REPORT" })).toBe("400 INVALID_PARAMETER")
  })

  test("never reaches private addresses where the server does not allow it", async () => {
    const guarded = await openDesk("sqlite")
    try {
      for (const url of [base, "https://127.0.0.1/", "https://localhost/", "https://[::1]/"]) {
        const { error } = await guarded.ask("POST", "/callback-test", { kind: "AUTH", url })
        expect(error).toMatch(/https|public/)
      }
      expect(far.calls).toEqual([])
    } finally {
      await guarded.close()
    }
  })
})

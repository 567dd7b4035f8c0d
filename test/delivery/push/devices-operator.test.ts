import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { fcmError } from "../../support/fake-fcm.ts"
import { engines } from "../../support/parley.ts"
import { asOperator, type PushStage, setPushStage } from "./devices-stage.ts"

describe.each(engines)("an operator's own pushes on %s", engine => {
  let stage: PushStage
  beforeAll(async () => {
    stage = await setPushStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    await stage.clear()
    await stage.subscribe("bob", "ios phone", "web laptop")
    await stage.subscribe("carol", "fcm pixel")
  })

  const push = (payload: object, clients = ["bob", "carol"]) =>
    stage.backend("POST", "/push/push2clients", { clients, payload })

  /** Pushes, and waits for all devices. @returns what each got. */
  async function arrive(payload: object, devices = 3) {
    expect(await push(payload)).toEqual({})
    await expect.poll(() => stage.arrived().length).toBe(devices)
    const [apns, fcm, web] = [stage.apns.arrived.at(-1), stage.fcm.pushes.at(-1), stage.web.pushes.at(-1)]
    return { apns, fcm: fcm?.message, web }
  }

  test("every field goes where each provider has it", async () => {
    const expiry = Math.floor(stage.now() / 1000) + 600
    const { apns, fcm, web } = await arrive({
      ...{ type: "notice", expiry, alert: { "loc-key": "NOTICE", "loc-args": ["Garden club"] }, badge: "2" },
      ...{ sound: "bell.aiff", topic: "org.example.other", title: "Garden club", body: "New plots" },
      ...{ icon: "https://img.example/i.png", collapseKey: "plots", plot: 7, place: { row: "B" } },
    })
    const payload = { plot: 7, place: { row: "B" } }
    expect(apns?.headers).toMatchObject({
      ...{ "apns-topic": "org.example.other", "apns-collapse-id": "plots", "apns-push-type": "alert" },
      "apns-expiration": String(expiry),
    })
    expect(apns?.body).toMatchObject({
      aps: {
        alert: { "loc-key": "NOTICE", "loc-args": ["Garden club"], title: "Garden club" },
        ...{ badge: 2, sound: "bell.aiff" },
      },
      ...{ type: "notice", payload },
    })
    expect(fcm.data).toMatchObject({
      ...{ title: "Garden club", body: "New plots", badge: "2", type: "notice", "loc-key": "NOTICE" },
      "loc-args": '["Garden club"]',
    })
    expect(JSON.parse(fcm.data.payload)).toEqual(payload)
    expect(fcm.android).toMatchObject({
      collapse_key: "plots",
      notification: { title: "Garden club", body: "New plots", icon: "https://img.example/i.png" },
    })
    expect(Number.parseInt(fcm.android.ttl, 10)).toBeGreaterThan(590)
    expect(Number.parseInt(fcm.android.ttl, 10)).toBeLessThanOrEqual(600)
    expect(web?.body).toMatchObject({
      ...{ title: "Garden club", body: "New plots", badge: 2, "loc-key": "NOTICE", type: "notice" },
      ...{ icon: "https://img.example/i.png", payload },
    })
    expect(web?.headers.topic).toMatch(/^[\w-]{1,32}$/)
  })

  test("a plain alert is the text everywhere", async () => {
    const { apns, fcm, web } = await arrive({ alert: "Closed today" })
    expect(apns?.body.aps).toMatchObject({ alert: "Closed today", sound: "default" })
    expect(apns?.body.aps).not.toHaveProperty("badge")
    expect(fcm.data).toMatchObject({ body: "Closed today" })
    expect(web?.body).toMatchObject({ body: "Closed today" })
  })

  test("title and body are the alert where none is given, and an alert's own are the others'", async () => {
    const given = { title: "Garden club", body: "New plots" }
    expect((await arrive(given)).apns?.body.aps.alert).toEqual(given)
    await stage.clear()
    await stage.subscribe("bob", "ios phone", "web laptop")
    await stage.subscribe("carol", "fcm pixel")
    const { fcm, web } = await arrive({ alert: given })
    expect(fcm.data).toMatchObject(given)
    expect(web?.body).toMatchObject(given)
  })

  test("nothing to be seen is work for the app", async () => {
    const { apns, fcm } = await arrive({ sync: true })
    expect(apns?.headers).toMatchObject({ "apns-push-type": "background", "apns-priority": "5" })
    expect(apns?.body).toMatchObject({ aps: { "content-available": 1 }, payload: { sync: true } })
    expect(fcm.android.notification).toBeUndefined()
    expect(JSON.parse(fcm.data.payload)).toEqual({ sync: true })
  })

  test("mutes and the push switch do not apply, nor being told twice of the same user", async () => {
    await stage.as("bob", "POST", "/me/notification/disable")
    await push({ alert: "x" }, ["bob", "nobody", "alice", "bob", "carol"])
    await push({ alert: "last" }, ["bob", "carol"])
    await expect.poll(() => stage.arrived().length).toBe(6)
    await stage.as("bob", "POST", "/me/notification/enable")
    const devices = stage.arrived().map(({ device }) => device)
    expect(devices.sort()).toEqual(
      ["bob ios phone", "bob web laptop", "carol fcm pixel"].flatMap(device => [device, device]),
    )
  })

  test("phones ring only for a type that begins with voip", async () => {
    await stage.subscribe("bob", "ios-voip phone")
    await arrive({ type: "notice", alert: "x" })
    await arrive({ type: "voip-call", alert: "Mina is calling", rtcSession: "s-9" }, 7)
    const rings = stage.apns.arrived.filter(({ headers }) => headers["apns-push-type"] === "voip")
    expect(rings.map(({ headers, body }) => [headers["apns-topic"], body.type, body.payload])).toEqual([
      ["org.example.chat.voip", "voip-call", { rtcSession: "s-9" }],
    ])
    const { db } = stage.parley.ctx
    const tried = () => db.all("SELECT outcome FROM settlements WHERE device_type = 'ios-voip'")
    await expect.poll(tried).toEqual([{ outcome: "sent" }])
  })

  test("what was taken waits for a provider until its end, and no longer", async () => {
    stage.fcm.react(() => fcmError(503, "UNAVAILABLE", "The service is currently unavailable."))
    await push({ alert: "early", expiry: Math.floor(stage.now() / 1000) + 300 }, ["carol"])
    await push({ alert: "late" }, ["carol"])
    await stage.fcm.count(2)
    stage.fcm.pushes.length = 0
    stage.fcm.react()
    stage.advance(301_000)
    await stage.fcm.count(1)
    await push({ alert: "last" }, ["carol"])
    const [first, second] = await stage.fcm.count(2)
    expect([first?.message.data.body, second?.message.data.body]).toEqual(["late", "last"])
  })

  const flaws: [object, string][] = [
    [{ badge: "many" }, "payload.badge must be a whole number from 0 on, or its digits."],
    [{ badge: -1 }, "payload.badge must be a whole number from 0 on, or its digits."],
    [{ badge: 1e12 }, "payload.badge must be a whole number from 0 on, or its digits."],
    [{ alert: {} }, "payload.alert must be text, or an object with the text loc-key"],
    [{ alert: { "loc-key": "K", "loc-args": "x" } }, "payload.alert must be text, or an object"],
    [{ expiry: 1 }, "payload.expiry must be an instant to come, in seconds since the epoch."],
    [{ expiry: Date.now() + 60_000 }, "payload.expiry must be an instant to come, in seconds"],
    [{ expiry: "soon" }, "payload.expiry must be integer."],
    [{ title: 7 }, "payload.title must be string."],
  ]
  test.each(flaws)("%j is refused with a sentence, and nobody gets anything", async (payload, sentence) => {
    const { status, body } = await asOperator(stage, "POST", "/push/push2clients", {
      clients: ["bob", "carol"],
      payload,
    })
    expect([status, body.error.code]).toEqual([400, "INVALID_PARAMETER"])
    expect(body.error.message).toContain(sentence)
    await arrive({ alert: "proof" })
  })

  test("what no provider could carry is refused as too large", async () => {
    const answer = await asOperator(stage, "POST", "/push/push2clients", {
      clients: ["bob"],
      payload: { own: "x".repeat(8192) },
    })
    expect([answer.status, answer.body.error.code]).toEqual([413, "PAYLOAD_TOO_LARGE"])
  })

  test("long texts are cut so that every provider takes them", async () => {
    const text = "👩‍👩‍👧‍👦🇹🇼中".repeat(130)
    const { apns, fcm, web } = await arrive({ title: "Garden club", body: text, own: "y" })
    expect(apns?.bytes).toBeLessThanOrEqual(4096)
    for (const shown of [apns?.body.aps.alert.body, fcm.data.body, web?.body.body]) {
      expect(shown).toMatch(/^👩‍👩‍👧‍👦🇹🇼中.*…$/u)
      expect(shown.isWellFormed()).toBe(true)
    }
  })
})

import { randomUUID } from "node:crypto"
import { afterEach, describe, expect, test, vi } from "vitest"
import webPush from "web-push"
import { makeOutbound } from "../../../src/delivery/outbound.ts"
import { makeWebPush } from "../../../src/delivery/push/web-push.ts"
import { isSubscription } from "../../../src/delivery/push/web-push-subscription.ts"
import { makeVapidHeaders } from "../../../src/delivery/push/web-push-vapid.ts"
import { startFakeWebPush } from "../../support/fake-web-push.ts"
import { hourMs, identity, setStage, vapid } from "./web-push-stage.ts"

const stage = setStage()
const { send, deliver } = stage

afterEach(() => void vi.useRealTimers())

describe("the answer of a push service", () => {
  const answer = (status: number, headers: Record<string, string> = {}, body = "") =>
    stage.service.react(response => void response.writeHead(status, headers).end(body))

  test.each([
    ...[200, 201, 202, 204].map(status => [status, "sent"]),
    ...[404, 410].map(status => [status, "gone"]),
    ...[406, 408, 429, 500, 502, 503, 504].map(status => [status, "retry"]),
    ...[301, 307, 400, 401, 403, 413, 415].map(status => [status, "refused"]),
  ] as [number, string][])("%i means %s", async (status, outcome) => {
    answer(status, { location: `${stage.service.origin}/elsewhere` })
    expect(await send()).toMatchObject({ outcome })
    expect(stage.service.pushes).toHaveLength(1)
  })

  test.each([
    ["120", 120_000],
    ["0", 0],
    [() => new Date(stage.now + 90_000).toUTCString(), 90_000],
    [() => new Date(stage.now - 90_000).toUTCString(), 0],
    ["soon", undefined],
    ["-3", undefined],
  ])("says when to try again: %s", async (header, afterMs) => {
    stage.now = Math.floor(stage.now / 1000) * 1000
    answer(503, { "retry-after": typeof header === "string" ? header : header() })
    expect(await send()).toEqual({ outcome: "retry", reason: "status 503", afterMs })
  })

  test("is retold with its reason word, and without what may name the device", async () => {
    answer(403, {}, '{"reason":"BadJwtToken"}')
    expect(await send()).toEqual({
      outcome: "refused",
      reason: "status 403, our VAPID keys are not accepted for the device, BadJwtToken",
    })
    answer(400, {}, `{"reason":"${JSON.parse(stage.token).keys.auth}","subscription":${stage.token}}`)
    expect(await send()).toEqual({ outcome: "refused", reason: "status 400" })
  })

  test("ends a device whose browser gave up its subscription", async () => {
    stage.service.unsubscribe(stage.token)
    expect(await send()).toEqual({ outcome: "gone", reason: "status 410, the subscription has ended" })
  })

  test("ends a device that the push service never knew", async () => {
    stage.token = stage.token.replace("/push/", "/push/x")
    expect(await send()).toEqual({ outcome: "gone", reason: "status 404, the subscription has ended" })
  })

  test("does not end a device that subscribed with other VAPID keys", async () => {
    stage.token = stage.service.subscribe(webPush.generateVAPIDKeys().publicKey)
    expect(await send()).toMatchObject({ outcome: "refused", reason: expect.stringContaining("VAPID") })
  })
})

describe("a token", () => {
  const keys = () => JSON.parse(stage.token).keys
  const changed = (change: object) => JSON.stringify({ ...JSON.parse(stage.token), ...change })
  const wrong: Record<string, () => string> = {
    "half of a text": () => stage.token.slice(0, 40),
    "an empty object": () => "{}",
    "no keys": () => changed({ keys: undefined }),
    "keys of null": () => changed({ keys: null }),
    "keys that are numbers": () => changed({ keys: { p256dh: 5, auth: 6 } }),
    "no auth": () => changed({ keys: { p256dh: keys().p256dh } }),
    "a short auth": () => changed({ keys: { ...keys(), auth: "AAAA" } }),
    "a short key": () => changed({ keys: { ...keys(), p256dh: "BAAA" } }),
    "a key that is no point": () => changed({ keys: { ...keys(), p256dh: `B${"A".repeat(86)}` } }),
    "no endpoint": () => changed({ endpoint: undefined }),
    "an endpoint that is no address": () => changed({ endpoint: "push.example.com/1" }),
    "an endpoint that is a file": () => changed({ endpoint: "file:///etc/passwd" }),
    "an endpoint with a password": () =>
      changed({ endpoint: `http://u:p@${stage.service.origin.slice(7)}/push/1` }),
  }

  test.each(Object.keys(wrong))("with %s is forgotten, and nothing is sent", async name => {
    stage.token = wrong[name]?.() ?? ""
    expect(isSubscription(stage.token)).toBe(true)
    expect(await send()).toMatchObject({ outcome: "gone", reason: expect.stringMatching(/\w/) })
    expect(stage.service.connections()).toBe(0)
  })

  test("is a browser's when it is JSON, and else one of FCM", () => {
    expect(isSubscription(stage.token)).toBe(true)
    expect(isSubscription(` \n${stage.token}`)).toBe(true)
    expect(isSubscription("dGVzdA:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx")).toBe(false)
    expect(isSubscription("")).toBe(false)
  })

  test.each(["http://push.example.com/1", "https://127.0.0.1:9/1", "https://[::1]/1", "https://10.0.0.8/1"])(
    "that points at %s is forgotten where only public https addresses are called",
    async endpoint => {
      const guarded = makeOutbound(false)
      const { send } = makeWebPush(vapid, guarded, stage.clock)
      const handover = await send({ identity, token: changed({ endpoint }), notice: stage.noticeOf() })
      expect(handover).toMatchObject({ outcome: "gone", reason: expect.stringMatching(/public|https/) })
      guarded.close()
    },
  )
})

describe("the proof of who we are", () => {
  const proofOf = async () => (await deliver()).headers.authorization

  test("is signed once for each push service, and anew before it ends", async () => {
    const first = await proofOf()
    stage.now += 11 * hourMs - 1
    expect(await proofOf()).toBe(first)
    stage.now += 1
    const second = await proofOf()
    expect(second).not.toBe(first)
    stage.now += 11 * hourMs - 1
    expect(await proofOf()).toBe(second)
  })

  test("is signed anew when the clock was set back: its end would be refused as too far away", async () => {
    const first = await proofOf()
    stage.now -= 20 * hourMs
    expect(await proofOf()).not.toBe(first)
  })

  test("is remembered for a hundred push services: users choose which ones are called", () => {
    const headerFor = makeVapidHeaders(vapid, stage.clock)
    const origins = Array.from({ length: 101 }, (_, at) => `https://push-${at}.example.com`)
    const [first, second, ...others] = origins.map(headerFor)
    expect([second, ...others]).toEqual(origins.slice(1).map(headerFor))
    expect(headerFor(origins[0] ?? "")).not.toBe(first)
  })

  test("names the push service that it is for", async () => {
    const other = await startFakeWebPush(stage.clock)
    await deliver()
    stage.token = other.subscribe(vapid.publicKey)
    expect(await send()).toEqual({ outcome: "sent" })
    expect(other.pushes[0]?.claims.aud).toBe(other.origin)
    await other.close()
  })
})

describe("connections", () => {
  test("carry many pushes at once, each to its own browser", async () => {
    const tokens = Array.from({ length: 20 }, () => stage.service.subscribe(vapid.publicKey))
    const parcels = Array.from({ length: 400 }, (_, at) => ({
      identity: randomUUID(),
      token: tokens[at % tokens.length] ?? "",
      notice: stage.noticeOf({ badge: at }),
    }))
    const handovers = await Promise.all(parcels.map(parcel => stage.provider.send(parcel)))
    expect(handovers).toEqual(parcels.map(() => ({ outcome: "sent" })))
    const arrived = stage.service.pushes.map(push => ({
      identity: push.body["parley-id"],
      token: push.token,
      badge: push.body.badge,
    }))
    const sent = parcels.map(({ identity, token, notice }) => ({ identity, token, badge: notice.badge }))
    expect(arrived.sort((a, b) => a.badge - b.badge)).toEqual(sent)
    expect(stage.service.connections()).toBeLessThanOrEqual(256)
  })

  test("are kept for the next push", async () => {
    for (let count = 0; count < 5; count++) await deliver()
    expect(stage.service.connections()).toBe(1)
  })

  test("that break while an answer is awaited mean another try, which arrives", async () => {
    stage.service.react(() => stage.service.breakConnections())
    expect(await send()).toMatchObject({ outcome: "retry", reason: expect.not.stringContaining("/push/") })
    stage.service.react()
    await deliver()
    expect(stage.service.pushes.map(push => push.body["parley-id"])).toEqual([identity, identity])
  })

  test("to a push service that is down mean another try", async () => {
    await stage.service.close()
    expect(await send()).toMatchObject({ outcome: "retry", reason: expect.not.stringContaining("/push/") })
  })

  test("without an answer are given up after ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    stage.service.react(() => {})
    const handover = send()
    await stage.service.count(1)
    vi.advanceTimersByTime(10_000)
    expect(await handover).toEqual({ outcome: "retry", reason: "no answer in 10000 ms" })
  })

  test("that end with the server leave the push to be tried again", async () => {
    stage.service.react(() => {})
    const handover = send()
    await stage.service.count(1)
    stage.outbound.close()
    expect(await handover).toEqual({ outcome: "retry", reason: "the server was stopped" })
  })
})

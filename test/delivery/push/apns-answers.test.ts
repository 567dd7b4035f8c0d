import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Handover } from "../../../src/delivery/push/notice.ts"
import { type FakeApns, startFakeApns } from "../../support/fake-apns.ts"
import { carriersTo, textNotice } from "./apns-stage.ts"

const now = Date.UTC(2026, 0, 5, 10)
const minute = 60_000

let nowMs: number
let apns: FakeApns
let carriers: ReturnType<typeof carriersTo>

beforeEach(async () => {
  nowMs = now
  apns = await startFakeApns({ clock: () => nowMs })
  carriers = carriersTo(apns, { clock: () => nowMs })
})

afterEach(async () => {
  carriers.close()
  await apns.close()
})

describe("an answer of Apple", () => {
  test.each<[number, string, Handover["outcome"]]>([
    [400, "BadDeviceToken", "gone"],
    [400, "DeviceTokenNotForTopic", "gone"],
    [410, "Unregistered", "gone"],
    [410, "ExpiredToken", "gone"],
    [429, "TooManyRequests", "retry"],
    [429, "TooManyProviderTokenUpdates", "retry"],
    [500, "InternalServerError", "retry"],
    [503, "ServiceUnavailable", "retry"],
    [503, "Shutdown", "retry"],
    [400, "BadTopic", "refused"],
    [400, "PayloadEmpty", "refused"],
    [403, "BadCertificateEnvironment", "refused"],
    [403, "InvalidProviderToken", "refused"],
    [404, "BadPath", "refused"],
    [413, "PayloadTooLarge", "refused"],
  ])("%i %s means that the push is %s", async (status, reason, outcome) => {
    apns.answer(() => ({ status, reason }))
    const handover = await carriers.push(textNotice, "c0ffee")
    expect(handover).toMatchObject({
      outcome,
      reason: expect.stringContaining(`status ${status}, ${reason}`),
    })
    expect(JSON.stringify(handover)).not.toContain("c0ffee")
    expect(apns.arrived).toHaveLength(1)
  })

  test("is judged by its status when it names no reason, and nothing odd in it is repeated", async () => {
    apns.answer(() => ({ status: 400, reason: "c0ffee is bad" }))
    expect(await carriers.push(textNotice, "c0ffee")).toEqual({ outcome: "refused", reason: "status 400" })
    apns.answer(() => ({ status: 502 }))
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "retry", reason: "status 502" })
    apns.answer(() => ({ status: 400, reason: "constructor" }))
    expect(await carriers.push(textNotice)).toEqual({ outcome: "refused", reason: "status 400, constructor" })
  })

  test.each([
    ["120", 120_000],
    [new Date(now + 30_000).toUTCString(), 30_000],
  ])("says with Retry-After %s when to try again", async (retryAfter, afterMs) => {
    apns.answer(() => ({ status: 429, reason: "TooManyRequests", headers: { "retry-after": retryAfter } }))
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "retry", afterMs })
  })

  test("about a topic that the operator named does not cost the device its registration", async () => {
    apns.answer(() => ({ status: 400, reason: "DeviceTokenNotForTopic" }))
    expect(await carriers.push({ ...textNotice, topic: "org.example.typo" })).toMatchObject({
      outcome: "refused",
    })
  })
})

describe("a token that is bad at its host", () => {
  let other: FakeApns
  let both: ReturnType<typeof carriersTo>

  beforeEach(async () => {
    other = await startFakeApns({ clock: () => nowMs })
    both = carriersTo(apns, { clock: () => nowMs, hosts: [apns.url, other.url] })
    apns.answer(() => ({ status: 400, reason: "BadDeviceToken" }))
  })

  afterEach(async () => {
    both.close()
    await other.close()
  })

  test("is tried once at the other host, where the push may arrive", async () => {
    expect(await both.push(textNotice, "a1")).toMatchObject({ outcome: "sent" })
    expect(apns.arrived).toHaveLength(1)
    expect(other.arrived).toMatchObject([{ device: "a1", body: apns.arrived[0]?.body }])
    expect(other.arrived[0]?.headers["apns-id"]).toBe(apns.arrived[0]?.headers["apns-id"])
  })

  test.each<[Handover["outcome"], number, string]>([
    ["gone", 400, "BadDeviceToken"],
    ["gone", 410, "Unregistered"],
    ["gone", 403, "BadEnvironmentKeyInToken"],
    ["retry", 503, "ServiceUnavailable"],
  ])("is %s when the other host says %i %s", async (outcome, status, reason) => {
    other.answer(() => ({ status, reason }))
    expect(await both.push(textNotice)).toMatchObject({ outcome })
    expect(other.arrived).toHaveLength(1)
  })

  test("is kept while the other host cannot be reached", async () => {
    await other.close()
    expect(await both.push(textNotice)).toMatchObject({ outcome: "retry" })
  })

  test("is the only thing that goes to the other host", async () => {
    for (const reason of ["DeviceTokenNotForTopic", "BadTopic"]) {
      apns.answer(() => ({ status: 400, reason }))
      await both.push(textNotice)
    }
    expect(other.connections()).toBe(0)
  })
})

describe("the token that says who pushes", () => {
  const tokens = () => new Set(apns.arrived.map(({ headers }) => headers.authorization)).size

  test("is the same for 20 minutes and another within the hour, before Apple calls it too old", async () => {
    await carriers.push(textNotice)
    nowMs += 21 * minute
    await carriers.push(textNotice)
    expect(tokens()).toBe(1)
    nowMs += 38 * minute
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "sent" })
    expect(tokens()).toBe(2)
  })

  test("is made once for many pushes at once", async () => {
    await Promise.all(Array.from({ length: 50 }, () => carriers.push(textNotice)))
    expect(tokens()).toBe(1)
  })

  test("is made anew once for all the pushes that Apple calls too old, and they arrive", async () => {
    await carriers.push(textNotice)
    const old = apns.arrived[0]?.headers.authorization
    nowMs += 2000
    apns.answer(({ headers }) =>
      headers.authorization === old ? { status: 403, reason: "ExpiredProviderToken" } : undefined,
    )
    const handovers = await Promise.all(Array.from({ length: 50 }, () => carriers.push(textNotice)))
    expect(handovers.every(({ outcome }) => outcome === "sent")).toBe(true)
    expect(tokens()).toBe(2)
  })

  test("is not made more often than every 20 minutes when Apple calls every one too old", async () => {
    apns.answer(() => ({ status: 403, reason: "ExpiredProviderToken" }))
    for (let push = 0; push < 5; push++) {
      const handover = await carriers.push(textNotice)
      expect(handover).toMatchObject({ outcome: "retry", reason: expect.stringContaining("clock") })
      nowMs += minute
    }
    expect(tokens()).toBe(2)
    nowMs += 20 * minute
    await carriers.push(textNotice)
    expect(tokens()).toBe(3)
  })

  test("is made anew when the machine's clock was put back", async () => {
    await carriers.push(textNotice)
    nowMs -= 30 * minute
    expect(await carriers.push(textNotice)).toMatchObject({ outcome: "sent" })
    expect(tokens()).toBe(2)
  })
})

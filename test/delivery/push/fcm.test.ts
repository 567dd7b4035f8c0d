import { afterEach, beforeEach, expect, test } from "vitest"
import { makeFcm } from "../../../src/delivery/push/fcm.ts"
import { readServiceAccount } from "../../../src/delivery/push/fcm-account.ts"
import type { Provider } from "../../../src/delivery/push/notice.ts"
import { type FakeFcm, fcmError, type Reply, startFakeFcm } from "../../support/fake-fcm.ts"

const token = `device:${"A".repeat(150)}`
const identity = "0b8f4f5e-93c3-4ac6-8f4b-4a3f8f0d7f11"

let now: number
let fake: FakeFcm
let fcm: Provider

beforeEach(async () => {
  now = Date.parse("2026-01-05T10:00:00Z")
  fake = await startFakeFcm(() => now)
  fcm = make()
})
afterEach(async () => {
  fcm.close()
  await fake.close()
})

function make(timeoutMs?: number): Provider {
  const read = readServiceAccount(fake.accountFile)
  if (!("account" in read)) throw new Error(read.mistakes.join())
  const style = { sounds: { ios: "default", android: "default" }, selfShown: false }
  return makeFcm({ account: read.account, url: `${fake.url}/`, style, clock: () => now, timeoutMs })
}

const send = (to = token) => {
  const notice = { title: "Ops", body: "Mina: hello", payload: {}, expiresAt: now + 3600_000 }
  return fcm.send({ identity, token: to, notice })
}
const sent = { outcome: "sent", providerId: expect.stringMatching(/^projects\/parley-test\/messages\/./) }

test("a push that FCM takes is sent, under the name that FCM gave it", async () => {
  expect(await send()).toEqual(sent)
  expect(fake.pushes).toHaveLength(1)
  expect(fake.pushes[0]?.headers["content-type"]).toBe("application/json")
})

test("a push that FCM takes without naming it is sent", async () => {
  fake.react(() => ({ status: 200, body: "ok" }))
  expect(await send()).toEqual({ outcome: "sent" })
})

const badRequest = (field: string, message: string): Reply => {
  const details = [
    { "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", errorCode: "INVALID_ARGUMENT" },
    {
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: [{ field, description: message }],
    },
  ]
  return { status: 400, body: { error: { code: 400, message, status: "INVALID_ARGUMENT", details } } }
}

test.each<[string, string, Reply]>([
  [
    "gone",
    "is not registered any more",
    fcmError(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED"),
  ],
  [
    "gone",
    "belongs to another project",
    fcmError(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH"),
  ],
  [
    "gone",
    "was never a token",
    fcmError(
      400,
      "INVALID_ARGUMENT",
      "The registration token is not a valid FCM registration token",
      "INVALID_ARGUMENT",
    ),
  ],
  [
    "gone",
    "is a token that FCM points at",
    badRequest("message.token", "Request contains an invalid argument."),
  ],
  ["refused", "got data of a wrong kind", badRequest("message.data[0].value", "registration token? 12")],
  [
    "refused",
    "got too much",
    fcmError(400, "INVALID_ARGUMENT", "Android message is too big", "INVALID_ARGUMENT"),
  ],
  ["refused", "is not found, and FCM does not say what", fcmError(404, "NOT_FOUND", "Not found.")],
  ["refused", "is asked for at a wrong address", { status: 404, body: "<!DOCTYPE html>" }],
  [
    "refused",
    "may not be sent to by this account",
    fcmError(403, "PERMISSION_DENIED", "Permission denied on resource"),
  ],
  [
    "refused",
    "is Apple's, whose key the project lacks",
    fcmError(401, "UNAUTHENTICATED", "Auth error from APNS", "THIRD_PARTY_AUTH_ERROR"),
  ],
  ["refused", "is elsewhere", { status: 302, headers: { location: "https://example.com/" }, body: "" }],
  ["retry", "gets too many", fcmError(429, "RESOURCE_EXHAUSTED", "Quota exceeded", "QUOTA_EXCEEDED")],
  ["retry", "meets an overloaded FCM", fcmError(503, "UNAVAILABLE", "Try later", "UNAVAILABLE")],
  ["retry", "meets a broken FCM", fcmError(500, "INTERNAL", "Internal error encountered.", "INTERNAL")],
  ["retry", "meets a broken proxy", { status: 502, body: "<!DOCTYPE html><title>Error 502</title>" }],
  ["retry", "meets a slow proxy", { status: 504, body: '{"error":7}' }],
])("%s: the device %s", async (outcome, _, reply) => {
  fake.react(() => reply)
  const handover = await send()
  expect(handover).toMatchObject({ outcome, reason: expect.stringContaining(`FCM: ${reply.status}`) })
  expect(handover).not.toHaveProperty("afterMs", expect.anything())
  expect(fake.pushes).toHaveLength(1)
})

test.each([
  ["90", 90_000],
  ["Mon, 05 Jan 2026 10:02:00 GMT", 120_000],
])("Retry-After: %s is handed on", async (header, afterMs) => {
  const headers = { "retry-after": header }
  fake.react(() => ({ ...fcmError(429, "RESOURCE_EXHAUSTED", "Slow down", "QUOTA_EXCEEDED"), headers }))
  expect(await send()).toMatchObject({ outcome: "retry", afterMs })
  fake.react(() => ({ ...fcmError(503, "UNAVAILABLE", "Slow down", "UNAVAILABLE"), headers }))
  expect(await send()).toMatchObject({ outcome: "retry", afterMs })
})

test("what FCM itself finds wrong with a token costs the device, whose token is not repeated", async () => {
  const handover = await send("no token at all")
  expect(handover).toMatchObject({ outcome: "gone", reason: expect.stringContaining("INVALID_ARGUMENT") })
  fake.react(() => fcmError(400, "INVALID_ARGUMENT", `Odd: "${token}" and ${"x".repeat(1000)}`))
  const { outcome, reason } = (await send()) as { outcome: string; reason: string }
  expect(outcome).toBe("refused")
  expect(reason).toContain('Odd: "the device"')
  expect(reason).not.toContain(token)
  expect(reason.length).toBeLessThanOrEqual(310)
})

test("many at once share one access token and the connections", async () => {
  const handovers = await Promise.all(Array.from({ length: 2000 }, () => send()))
  expect(handovers).toEqual(Array(2000).fill(sent))
  expect(fake.pushes).toHaveLength(2000)
  expect(fake.grants()).toBe(1)
  expect(fake.connections()).toBeLessThanOrEqual(256)
})

test("an access token serves until a minute before its end", async () => {
  await send()
  now += 3599_000 - 60_001
  expect(await send()).toEqual(sent)
  expect(fake.grants()).toBe(1)
  now += 1
  expect(await Promise.all([send(), send(), send()])).toEqual([sent, sent, sent])
  expect(fake.grants()).toBe(2)
})

test("an access token that is taken back is replaced once, for all who were sending", async () => {
  await send()
  fake.revoke()
  expect(await Promise.all(Array.from({ length: 50 }, () => send()))).toEqual(Array(50).fill(sent))
  expect(fake.grants()).toBe(2)
})

test("an account that FCM does not accept at all is refused after one more try", async () => {
  fake.react(() => fcmError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."))
  expect(await send()).toMatchObject({ outcome: "refused", reason: expect.stringContaining("401") })
  expect(fake.pushes).toHaveLength(2)
  expect(fake.grants()).toBe(2)
})

test.each<[string, Reply, object]>([
  [
    "refuses the account",
    {
      status: 400,
      body: { error: "invalid_grant", error_description: "Invalid grant: account not found" },
    },
    {
      outcome: "refused",
      reason: "no access token for FCM: 400 invalid_grant Invalid grant: account not found",
    },
  ],
  [
    "is busy",
    { status: 503, headers: { "retry-after": "20" }, body: "busy" },
    { outcome: "retry", reason: "no access token for FCM: 503", afterMs: 20_000 },
  ],
  [
    "answers nonsense",
    { status: 200, body: "[1]" },
    { outcome: "retry", reason: "no access token for FCM: 200" },
  ],
])(
  "a token endpoint that %s fails the pushes, is asked once for all, and again later",
  async (_, reply, failure) => {
    fake.reactToGrant(reply)
    expect(await Promise.all([send(), send()])).toEqual([failure, failure])
    expect(await send()).toEqual(failure)
    expect(fake.grants()).toBe(1)
    expect(fake.pushes).toEqual([])
    fake.reactToGrant()
    now += 20_000
    expect(await send()).toEqual(sent)
  },
)

test("a token endpoint that asks for a long pause is asked again after a minute", async () => {
  const headers = { "retry-after": "86400" }
  fake.reactToGrant({ status: 429, headers, body: {} })
  expect(await send()).toMatchObject({ outcome: "retry", afterMs: 86_400_000 })
  fake.reactToGrant()
  now += 60_000
  expect(await send()).toEqual(sent)
})

test("a connection that breaks under a push is a reason to try again, and the next push goes out", async () => {
  fake.react(() => "drop")
  expect(await send()).toMatchObject({ outcome: "retry", reason: expect.stringContaining("FCM: ") })
  fake.react()
  expect(await send()).toEqual(sent)
})

test("connections that FCM closed while they were idle cost no push", async () => {
  await Promise.all(Array.from({ length: 20 }, () => send()))
  fake.breakConnections()
  expect(await Promise.all(Array.from({ length: 20 }, () => send()))).toEqual(Array(20).fill(sent))
})

test("an FCM that does not answer in time is a reason to try again", async () => {
  fcm.close()
  fcm = make(100)
  fake.react(() => "hang")
  expect(await send()).toEqual({ outcome: "retry", reason: "FCM: no answer in 100 ms" })
})

test("an FCM that cannot be reached is a reason to try again", async () => {
  await send()
  await fake.close()
  expect(await send()).toMatchObject({ outcome: "retry", reason: expect.stringContaining("ECONNREFUSED") })
})

test("closing answers what is under way, and what comes after", async () => {
  fake.react(() => "hang")
  const waiting = send()
  await fake.count(1)
  fcm.close()
  expect(await waiting).toEqual({ outcome: "retry", reason: "FCM: the server was stopped" })
  expect(await send()).toMatchObject({ outcome: "retry", reason: expect.stringContaining("stopped") })
})

import { generateKeyPairSync, randomUUID } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { apnsHosts, makeApns } from "../../../src/delivery/push/apns.ts"
import type { Notice } from "../../../src/delivery/push/notice.ts"
import { localhostCertificate, voipCertificate } from "../../support/certificates.ts"
import { apnsKey, type FakeApns, startFakeApns } from "../../support/fake-apns.ts"
import { bundleId, carriersTo, ownNotice, textNotice } from "./apns-stage.ts"

let apns: FakeApns
let carriers: ReturnType<typeof carriersTo>

beforeEach(async () => {
  apns = await startFakeApns()
  carriers = carriersTo(apns)
})

afterEach(async () => {
  carriers.close()
  await apns.close()
})

const sent = { outcome: "sent", providerId: expect.any(String) }

async function arrivalOf(notice: Notice) {
  expect(await carriers.push(notice)).toEqual(sent)
  return apns.arrived[0] as NonNullable<(typeof apns.arrived)[0]>
}

describe("an alert", () => {
  test("is written as the contract prints it", async () => {
    const { body } = await arrivalOf(textNotice)
    expect(body).toEqual({
      aps: {
        alert: { title: "Ops", "loc-key": "im_loc_text", "loc-args": ["Mina", "See you at six"] },
        badge: 4,
        sound: "default",
        "mutable-content": 1,
        "thread-id": "room-77",
      },
      type: "chatroom_chat:room-77",
      room: "room-77",
      messageType: "text",
      _id: "66b0c0ffee0000000000a001",
      payload: textNotice.payload,
    })
  })

  test("carries the headers that Apple asks for, under the name of its parcel", async () => {
    const identity = randomUUID()
    expect(await carriers.push(textNotice, "a1b2c3", identity)).toEqual({
      outcome: "sent",
      providerId: identity,
    })
    const [{ headers, device }] = apns.arrived as [(typeof apns.arrived)[0]]
    expect(device).toBe("a1b2c3")
    expect(headers).toMatchObject({
      ":method": "POST",
      ":path": "/3/device/a1b2c3",
      "apns-id": identity,
      "apns-topic": bundleId,
      "apns-push-type": "alert",
      "apns-priority": "10",
      "apns-expiration": "1767610800",
    })
    expect(headers).not.toHaveProperty("apns-collapse-id")
  })

  test.each<[string, Partial<Notice>, object]>([
    ["words of an operator", { alert: "Sale!" }, { alert: "Sale!", sound: "default", "mutable-content": 1 }],
    [
      "a title and a body without a key",
      { title: "Sale", body: "Today" },
      { alert: { title: "Sale", body: "Today" }, sound: "default", "mutable-content": 1 },
    ],
    ["a body alone", { body: "Today" }, { alert: { body: "Today" }, sound: "default", "mutable-content": 1 }],
    [
      "a key of the operator's own",
      { localized: { key: "sale", args: ["50"] } },
      { alert: { "loc-key": "sale", "loc-args": ["50"] }, sound: "default", "mutable-content": 1 },
    ],
    ["a badge alone, which makes no sound", { badge: 0 }, { badge: 0 }],
    ["a sound alone", { sound: "ding.aiff" }, { sound: "ding.aiff" }],
    ["no sound by wish", { alert: "Psst", sound: "" }, { alert: "Psst", "mutable-content": 1 }],
  ])("may be %s", async (_what, own, aps) => {
    const { body, headers } = await arrivalOf(ownNotice(own))
    expect(body).toEqual({ aps, payload: {} })
    expect(headers).toMatchObject({ "apns-push-type": "alert", "apns-priority": "10" })
  })

  test("without anything to see or hear is a background push", async () => {
    const { body, headers } = await arrivalOf(ownNotice({ type: "sync", payload: { room: "room-77" } }))
    expect(body).toEqual({ aps: { "content-available": 1 }, type: "sync", payload: { room: "room-77" } })
    expect(headers).toMatchObject({ "apns-push-type": "background", "apns-priority": "5" })
  })

  test("plays the sound of the server's setting, or its own", async () => {
    const other = carriersTo(apns, { sound: "bell.aiff" })
    await other.push(textNotice)
    await other.push({ ...textNotice, sound: "ding.aiff" })
    other.close()
    expect(apns.arrived.map(({ body }) => body.aps.sound)).toEqual(["bell.aiff", "ding.aiff"])
  })

  test("goes to another topic and ends at another instant when its notice says so", async () => {
    const { headers } = await arrivalOf({ ...textNotice, topic: "org.example.other", expiresAt: 0 })
    expect(headers).toMatchObject({ "apns-topic": "org.example.other", "apns-expiration": "0" })
  })

  test("replaces what has the same key, however long or foreign that key is", async () => {
    const keys = ["sale-1", "é".repeat(40), "k".repeat(65), "k".repeat(64)]
    for (const collapseKey of [...keys, ...keys]) await carriers.push({ ...textNotice, collapseKey })
    const ids = apns.arrived.map(({ headers }) => headers["apns-collapse-id"])
    expect(ids.slice(0, 4)).toEqual([
      "sale-1",
      expect.stringMatching(/^[\w-]{43}$/),
      expect.stringMatching(/^[\w-]{43}$/),
      keys[3],
    ])
    expect(ids.slice(4)).toEqual(ids.slice(0, 4))
    expect(new Set(ids).size).toBe(4)
  })

  test.each(["", "org example", "org.example\r\nx: y", "ö", "x".repeat(256)])(
    "for the topic %j is refused before it is sent",
    async topic => {
      expect(await carriers.push({ ...textNotice, topic })).toMatchObject({ outcome: "refused" })
      expect(apns.connections()).toBe(0)
    },
  )

  test("goes to a token of any characters without touching the rest of the request", async () => {
    const tokens = ["a/b?c#d", "../x", "é", "\ud800", "a b\r\nx: y"]
    for (const token of tokens) expect(await carriers.push(textNotice, token)).toEqual(sent)
    expect(apns.arrived.map(({ device }) => device)).toEqual(tokens.map(token => token.toWellFormed()))
  })
})

describe("an alert that is too long", () => {
  const message: Notice["payload"] = { ...textNotice.payload, sender: { _id: "u-17" } }
  const filler = (bytes: number) => "x".repeat(bytes)

  test("loses what apps can fetch in the order of the contract, and keeps the rest", async () => {
    const parts = { extra: { e: filler(2500) }, template: { t: filler(2500) }, contents: { c: filler(2500) } }
    await carriers.push({ ...textNotice, payload: { ...message, ...parts, reply: "r" } })
    expect(apns.arrived[0]?.body.payload).toEqual({ ...message, contents: parts.contents, reply: "r" })
  })

  test("loses all of the message but its ids before its texts are cut", async () => {
    await carriers.push({ ...textNotice, payload: { ...message, message: filler(4000) } })
    expect(apns.arrived[0]?.body).toMatchObject({
      aps: { alert: { title: "Ops", "loc-args": ["Mina", "See you at six"] } },
      payload: { _id: message._id, room: "room-77", messageType: "text" },
    })
    expect(apns.arrived[0]?.body.payload).not.toHaveProperty("message")
  })

  test("may have 4096 bytes, and not one more", async () => {
    const { bytes: short } = await arrivalOf({ ...textNotice, payload: { ...message, message: "" } })
    for (const over of [0, 1]) {
      const text = filler(4096 - short + over)
      await carriers.push({ ...textNotice, payload: { ...message, message: text } })
    }
    expect(apns.arrived[1]?.bytes).toBe(4096)
    expect(apns.arrived[2]?.body.payload).toEqual({ _id: message._id, room: "room-77", messageType: "text" })
  })

  test.each([
    ["families", "👨‍👩‍👧‍👦"],
    ["flags", "🇹🇼"],
    ["skin tones", "👍🏽"],
    ["Chinese", "漢"],
    ["marks", "e\u0301\u0323"],
    ["quotes", '"'],
  ])("is cut between the characters of %s", async (_what, character) => {
    const long = character.repeat(3000)
    const { bytes, body } = await arrivalOf({
      ...textNotice,
      localized: { key: "im_loc_text", args: [long, long] },
      payload: { ...message, message: long },
    })
    expect(bytes).toBeLessThanOrEqual(4096)
    for (const text of body.aps.alert["loc-args"]) {
      expect(text.length).toBeGreaterThan(1)
      expect(text.replaceAll(character, "")).toBe("…")
    }
  })

  test("is refused without a call when nothing makes it short enough", async () => {
    expect(await carriers.push({ ...textNotice, type: filler(5000) })).toEqual({
      outcome: "refused",
      reason: "even its shortest form is too long",
    })
    expect(apns.connections()).toBe(0)
  })
})

describe("keys and hosts", () => {
  const credentials = { ...apnsKey, bundleId }
  const surroundings = { hosts: ["https://localhost"], clock: Date.now, sound: "default" }
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey

  test.each([
    ["no key", "nonsense"],
    ["a certificate", voipCertificate.cert],
    ["an RSA key", rsa.export({ type: "pkcs8", format: "pem" }).toString()],
    ["a key of another curve", p384.export({ type: "pkcs8", format: "pem" }).toString()],
  ])("%s in place of Apple's key is told at once", (_what, key) => {
    expect(() => makeApns({ ...credentials, key }, surroundings)).toThrow(/^APNS_KEY must be the text/)
  })

  test("a certificate and a key that do not belong together are told at once", () => {
    const mixed = { cert: voipCertificate.cert, key: localhostCertificate.key }
    expect(() => makeApns({ ...credentials, voipCertificate: mixed }, surroundings)).toThrow(
      /^APNS_VOIP_CERT and APNS_VOIP_KEY must be/,
    )
  })

  test("the sandbox begins at the development host, and an address of the operator's stands alone", () => {
    const hosts = ["https://api.push.apple.com", "https://api.sandbox.push.apple.com"]
    expect(apnsHosts({ url: null, sandbox: false })).toEqual(hosts)
    expect(apnsHosts({ url: null, sandbox: true })).toEqual(hosts.toReversed())
    expect(apnsHosts({ url: "https://apns.example", sandbox: true })).toEqual(["https://apns.example"])
  })
})

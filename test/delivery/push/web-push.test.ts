import { describe, expect, test } from "vitest"
import { hourMs, identity, payloadOf, setStage } from "./web-push-stage.ts"

const stage = setStage()
const { send, deliver } = stage

describe("what a browser reads", () => {
  test("is the message as the contract shows it, and what tells a repetition", async () => {
    expect((await deliver()).body).toEqual({
      title: "Ops",
      body: "Mina: See you at six",
      badge: 4,
      "loc-key": "im_loc_text",
      "loc-args": ["Mina", "See you at six"],
      type: "chatroom_chat:room-77",
      redirect: "/chat",
      tag: identity,
      "parley-id": identity,
      payload: payloadOf(),
    })
  })

  test("has nothing that the notice does not say", async () => {
    const absent = { localized: undefined, badge: undefined, type: undefined, room: undefined }
    expect((await deliver({ ...absent, title: "", body: "", payload: {} })).body).toEqual({
      tag: identity,
      "parley-id": identity,
      payload: {},
    })
  })

  test("has an operator's words: the alert where no body is given, and the icon", async () => {
    const said = { localized: undefined, title: "", icon: "https://example.com/i.png", alert: "Server moves" }
    const { body } = await deliver({ ...said, body: "" })
    expect(body).toMatchObject({ body: "Server moves", icon: "https://example.com/i.png" })
    expect(body).not.toHaveProperty("title")
    expect((await deliver({ ...said, body: "At nine" })).body.body).toBe("At nine")
  })

  test("keeps every letter", async () => {
    const body = '👩‍👩‍👧‍👦 家族 🇹🇼 "quoted" \\ \n café'
    expect((await deliver({ body })).body.body).toBe(body)
  })

  test("is the same each time it is tried, but never encrypted the same way", async () => {
    await deliver()
    await deliver()
    const [first, second] = stage.service.pushes
    expect(second?.text).toBe(first?.text)
    expect(second?.encrypted).not.toEqual(first?.encrypted)
    expect(second?.claims).toEqual(first?.claims)
  })
})

describe("what a push service is told", () => {
  test("is the hour that the push is worth, that it is urgent, and how it is encrypted", async () => {
    const { headers, claims } = await deliver()
    expect(headers).toMatchObject({
      ttl: "3600",
      urgency: "high",
      "content-encoding": "aes128gcm",
      "content-type": "application/octet-stream",
    })
    expect(headers).not.toHaveProperty("topic")
    expect(claims).toEqual({
      aud: stage.service.origin,
      exp: Math.floor((stage.now + 12 * hourMs) / 1000),
      sub: "mailto:push@example.com",
    })
  })

  test.each([
    ["what is left of its time", 90_000, "90"],
    ["a begun second as a whole one", 1, "1"],
    ["nothing when its time is over", -5000, "0"],
    ["at most what push services keep", 365 * 24 * hourMs, "2419200"],
  ])("is %s", async (_, leftMs, ttl) => {
    expect((await deliver({ expiresAt: stage.now + leftMs })).headers.ttl).toBe(ttl)
  })

  test.each(["status", "公告 👩‍👩‍👧‍👦", "k".repeat(60), "a b/c\r\nTTL: 0"])(
    "is one topic for the collapse key %j",
    async collapseKey => {
      const first = await deliver({ collapseKey })
      const second = await deliver({ collapseKey, body: "Another" })
      const other = await deliver({ collapseKey: `${collapseKey}!` })
      expect(first.headers.topic).toMatch(/^[\w-]{32}$/)
      expect(second.headers.topic).toBe(first.headers.topic)
      expect(other.headers.topic).not.toBe(first.headers.topic)
      expect(first.body).toMatchObject({ tag: first.headers.topic, "parley-id": identity })
    },
  )
})

describe("a push that is too long", () => {
  const whole = (padding: number) => ({ payload: { ...payloadOf(), message: "m".repeat(padding) } })

  test("is shortened from 4096 encrypted bytes on, not before", async () => {
    const { text } = await deliver(whole(0))
    const room = 3992 - text.length
    expect(await deliver(whole(room))).toMatchObject({
      encrypted: { length: 4095 },
      body: { payload: { message: "m".repeat(room) } },
    })
    const shortened = await deliver(whole(room + 1))
    expect(shortened.body.payload).not.toHaveProperty("message")
    expect(shortened.body).toMatchObject({ body: "Mina: See you at six", payload: { room: "room-77" } })
  })

  test("loses what apps can fetch before the message's own words", async () => {
    const { body } = await deliver({ payload: { ...payloadOf(), extra: { note: "n".repeat(5000) } } })
    expect(body.payload).toEqual(payloadOf())
  })

  test.each([
    ["families", "👩‍👩‍👧‍👦"],
    ["flags", "🇹🇼"],
    ["skin tones", "👍🏽"],
    ["Han characters", "語"],
    ["combining accents", "e\u0301"],
    ["what JSON escapes", '"\\\n'],
    ["control characters", "\u0001"],
  ])("is cut between characters: %s", async (_, character) => {
    const long = character.repeat(2000)
    const { encrypted, body } = await deliver({
      title: long,
      body: `Mina: ${long}`,
      localized: { key: "im_loc_text", args: [long, long] },
      payload: { ...payloadOf(), message: long },
    })
    expect(encrypted.length).toBeLessThan(4096)
    for (const text of [body.title, ...body["loc-args"], body.body.replace("Mina: ", "")]) {
      expect(text).toMatch(/…$/)
      expect(text.slice(0, -1).replaceAll(character, "")).toBe("")
    }
    expect(body).toMatchObject({ "parley-id": identity, payload: { room: "room-77", messageType: "text" } })
  })

  test("is refused when nothing helps, and not sent", async () => {
    expect(await send({ type: "t".repeat(5000) })).toEqual({
      outcome: "refused",
      reason: "even its shortest form is too long",
    })
    expect(stage.service.pushes).toEqual([])
  })
})

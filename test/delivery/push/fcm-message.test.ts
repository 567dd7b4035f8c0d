import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { makeFcm } from "../../../src/delivery/push/fcm.ts"
import { readServiceAccount } from "../../../src/delivery/push/fcm-account.ts"
import type { FcmStyle } from "../../../src/delivery/push/fcm-message.ts"
import type { Handover, Notice, Provider } from "../../../src/delivery/push/notice.ts"
import { type FakeFcm, startFakeFcm } from "../../support/fake-fcm.ts"

const now = Date.parse("2026-01-05T10:00:00Z")
const clock = () => now
const identity = "0b8f4f5e-93c3-4ac6-8f4b-4a3f8f0d7f11"
const token = `device:${"A".repeat(150)}`

const chat: Notice = {
  title: "Ops",
  body: "Mina: See you at six",
  localized: { key: "im_loc_text", args: ["Mina", "See you at six"] },
  badge: 4,
  type: "chatroom_chat:room-77",
  room: "room-77",
  messageType: "text",
  messageId: "66b0c0ffee0000000000a001",
  roomTags: ["vip"],
  payload: {
    _id: "66b0c0ffee0000000000a001",
    room: "room-77",
    messageType: "text",
    message: "See you at six",
  },
  expiresAt: now + 3600_000,
}

const operators: Notice = { title: "", body: "", payload: { order: 7 }, expiresAt: now + 3600_000 }

const styles: Record<"usual" | "selfShown", FcmStyle> = {
  usual: { sounds: { ios: "bell.aiff", android: "bell" }, selfShown: false },
  selfShown: { sounds: { ios: "bell.aiff", android: "bell" }, selfShown: true },
}

/** What Google gets, over the wire. */
describe("the FCM message", () => {
  let fake: FakeFcm
  let providers: Record<keyof typeof styles, Provider>

  beforeAll(async () => {
    fake = await startFakeFcm(clock)
    const read = readServiceAccount(fake.accountFile)
    if (!("account" in read)) throw new Error(read.mistakes.join())
    const make = (style: FcmStyle) => makeFcm({ account: read.account, url: fake.url, style, clock })
    providers = { usual: make(styles.usual), selfShown: make(styles.selfShown) }
  })
  beforeEach(() => void fake.pushes.splice(0))
  afterAll(async () => {
    for (const provider of Object.values(providers)) provider.close()
    await fake.close()
  })

  async function carry(notice: Notice, style: keyof typeof styles = "usual") {
    const handover: Handover = await providers[style].send({ identity, token, notice })
    expect(handover).toMatchObject({ outcome: "sent" })
    return fake.pushes.at(-1)?.message
  }

  test("of a chat message is data for Android, and what iOS and browsers show", async () => {
    expect(await carry(chat)).toEqual({
      token,
      data: {
        title: "Ops",
        body: "Mina: See you at six",
        badge: "4",
        "loc-key": "im_loc_text",
        "loc-args": '["Mina","See you at six"]',
        type: "chatroom_chat:room-77",
        payload: JSON.stringify(chat.payload),
        redirect: "/chat",
        roomTags: '["vip"]',
        "parley-id": identity,
      },
      android: { priority: "HIGH", ttl: "3600s" },
      apns: {
        headers: {
          "apns-id": identity,
          "apns-expiration": String(now / 1000 + 3600),
          "apns-priority": "10",
        },
        payload: {
          aps: {
            alert: { title: "Ops", "loc-key": "im_loc_text", "loc-args": ["Mina", "See you at six"] },
            badge: 4,
            sound: "bell.aiff",
            "mutable-content": 1,
            "thread-id": "room-77",
          },
        },
      },
      webpush: {
        headers: { TTL: "3600" },
        notification: { title: "Ops", body: "Mina: See you at six", tag: identity },
      },
    })
  })

  test("shows itself on Android when the operator chose so for all", async () => {
    const { android } = await carry(chat, "selfShown")
    expect(android).toEqual({
      priority: "HIGH",
      ttl: "3600s",
      notification: {
        title: "Ops",
        body: "Mina: See you at six",
        body_loc_key: "im_loc_text",
        body_loc_args: ["Mina", "See you at six"],
        notification_count: 4,
        click_action: "push_chatroom",
        sound: "bell",
        tag: identity,
      },
    })
  })

  test("shows itself on Android when this push asks for it, with its own icon and sound", async () => {
    const notice = { ...operators, title: "Sale", body: "Today", icon: "ic_sale", sound: "ding", badge: 0 }
    const { android, webpush, apns } = await carry({ ...notice, selfShown: true })
    expect(android.notification).toEqual({
      title: "Sale",
      body: "Today",
      icon: "ic_sale",
      notification_count: 0,
      sound: "ding",
      tag: identity,
    })
    expect(webpush.notification).toEqual({ title: "Sale", body: "Today", icon: "ic_sale", tag: identity })
    expect(apns.payload.aps).toMatchObject({
      sound: "ding",
      badge: 0,
      alert: { title: "Sale", body: "Today" },
    })
  })

  test("of an operator's push says nothing of a room, and carries what the operator added", async () => {
    const { data } = await carry({ ...operators, title: "Sale", type: "promotion" })
    expect(data).toEqual({
      title: "Sale",
      type: "promotion",
      payload: '{"order":7}',
      "parley-id": identity,
    })
  })

  test("takes an operator's own words as the body, unless there is one", async () => {
    const words = { ...operators, alert: "Come back" }
    expect(await carry(words)).toMatchObject({
      data: { body: "Come back" },
      apns: { payload: { aps: { alert: "Come back" } } },
      webpush: { notification: { body: "Come back" } },
    })
    expect(await carry({ ...words, body: "Now" })).toMatchObject({ data: { body: "Now" } })
  })

  test("without a badge leaves the app's number alone", async () => {
    const { data, apns, android } = await carry({ ...chat, badge: undefined }, "selfShown")
    expect(data).not.toHaveProperty("badge")
    expect(apns.payload.aps).not.toHaveProperty("badge")
    expect(android.notification).not.toHaveProperty("notification_count")
  })

  test("with nothing to see or hear is silent everywhere, even when all pushes show themselves", async () => {
    const { data, android, apns, webpush } = await carry(operators, "selfShown")
    expect(data).toEqual({ payload: '{"order":7}', "parley-id": identity })
    expect(android).toEqual({ priority: "HIGH", ttl: "3600s" })
    expect(apns.payload).toEqual({ aps: { "content-available": 1 } })
    expect(apns.headers).toMatchObject({ "apns-priority": "5", "apns-push-type": "background" })
    expect(webpush).not.toHaveProperty("notification")
  })

  test("collapses only when a key is given", async () => {
    const collapsing = await carry({ ...chat, collapseKey: "score" }, "selfShown")
    expect(collapsing.android).toMatchObject({ collapse_key: "score", notification: { tag: "score" } })
    expect(collapsing.webpush.notification.tag).toBe("score")
    expect((await carry(chat)).android).not.toHaveProperty("collapse_key")
  })

  test.each([
    ["the rest of its time, begun seconds counted as whole", now + 90_500, "91"],
    ["nothing once it is over", now - 5000, "0"],
    ["four weeks at most", now + 60 * 86_400_000, "2419200"],
  ])("lives for %s", async (_, expiresAt, seconds) => {
    const { android, webpush, apns } = await carry({ ...chat, expiresAt })
    expect(android.ttl).toBe(`${seconds}s`)
    expect(webpush.headers.TTL).toBe(seconds)
    expect(apns.headers["apns-expiration"]).toBe(String(Math.floor(expiresAt / 1000)))
  })

  test("says who it is in the same words each time it is tried", async () => {
    const [first, second] = [await carry(chat), await carry(chat)]
    expect(second).toEqual(first)
  })

  test("never carries half of a surrogate pair in its texts", async () => {
    const half = "so 🍜".slice(0, -1)
    const { data } = await carry({
      ...chat,
      title: half,
      body: half,
      localized: { key: "im_loc_text", args: [half, half] },
      payload: { _id: "1", message: half },
    })
    expect(data).toMatchObject({ title: "so \ufffd", "loc-args": '["so \ufffd","so \ufffd"]' })
    expect(JSON.parse(data.payload)._id).toBe("1")
  })

  const letters = ["x", '"', "中", "🍜", "👩‍👩‍👧‍👦", "🇹🇼", "é̂", "👍🏽"]

  test.each(letters)("of a long text of %s fits, whole letters only, and names its message", async letter => {
    const text = letter.repeat(Math.floor(512 / letter.length))
    const long: Notice = {
      ...chat,
      body: text,
      localized: { key: "im_loc_text", args: ["Mina", text] },
      payload: { ...chat.payload, message: text.repeat(20), extra: { note: text }, reply: { text } },
    }
    for (const style of ["usual", "selfShown"] as const) {
      const { data } = await carry(long, style)
      expect(fake.pushes.at(-1)?.bytes).toBeLessThanOrEqual(4096 + token.length)
      expect(data.body.replace(/…$/, "").replaceAll(letter, "")).toBe("")
      expect(data.body.length).toBeGreaterThan(letter.length * 3)
      const payload = JSON.parse(data.payload)
      expect(payload).toEqual({
        _id: "66b0c0ffee0000000000a001",
        room: "room-77",
        messageType: "text",
      })
    }
  })

  test("gives up a message's extras before the message, and the message before its texts", async () => {
    const text = "x".repeat(300)
    const localized = { key: "im_loc_text", args: ["Mina", text] }
    const notice = { ...chat, body: text, localized, payload: { ...chat.payload, message: text } }
    const extra = { note: "y".repeat(4000) }
    const spared = await carry({ ...notice, payload: { ...notice.payload, extra } })
    expect(JSON.parse(spared.data.payload)).toEqual(notice.payload)
    const bare = await carry({ ...notice, payload: { ...notice.payload, message: "y".repeat(4000) } })
    expect(JSON.parse(bare.data.payload)).not.toHaveProperty("message")
    expect(bare.data.body).toBe(text)
  })

  test("leaves out the tags of a room that has too many", async () => {
    const roomTags = Array.from({ length: 500 }, (_, index) => `tag-${index}`)
    const { data } = await carry({ ...chat, roomTags })
    expect(data).not.toHaveProperty("roomTags")
    expect(data.body).toBe(chat.body)
  })

  test("that no shortening makes fit is refused before it is sent", async () => {
    const notice = { ...chat, type: "x".repeat(5000) }
    expect(await providers.usual.send({ identity, token, notice })).toEqual({
      outcome: "refused",
      reason: expect.stringContaining("4096 bytes"),
    })
    expect(fake.pushes).toEqual([])
  })
})

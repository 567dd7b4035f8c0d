import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { desktop, phone } from "../support/browser.ts"
import { makePicture } from "../support/pictures.ts"
import { makeSound } from "../support/sounds.ts"
import { fits, log, type MessageStage, reach, setMessageStage } from "./message-stage.ts"

let stage: MessageStage
let picture: string
let sound: string
let paper: string

beforeAll(async () => {
  stage = await setMessageStage()
  picture = await stage.upload(await makePicture(600, 400), "hill.png", "image/png")
  sound = await stage.upload(makeSound(20), "voice.wav", "audio/wav")
  paper = await stage.upload(Buffer.from("%PDF-1.4 paper"), "Plan für morgen.pdf", "application/pdf")
})
afterEach(() => stage.closePages())
afterAll(() => stage.close())

describe.each([
  ["a desktop", desktop],
  ["a phone", phone],
])("on %s", (_name, viewport) => {
  test("words, with links, names, code and emoji", async () => {
    const room = await stage.room()
    const words = "Hi @alice, see www.example.org/a_(b). or mail bob@example.org, call +886 2 1234 5678"
    await stage.say(room, { message: words, mentions: ["alice"] })
    await stage.say(room, { message: "```js\nlet a = '<b>'\n```" })
    await stage.say(room, { message: "🎉🎉" })
    const page = await stage.open(room, viewport)
    const line = await reach(page, log(page).getByText("@Alice"))
    expect(await line.getAttribute("class")).toContain("mine")
    const hrefs = await log(page)
      .locator(".words a")
      .evaluateAll(links => links.map(link => link.getAttribute("href")))
    expect(hrefs).toEqual(["https://www.example.org/a_(b)", "mailto:bob@example.org", "tel:+886212345678"])
    expect(await log(page).locator("code").textContent()).toBe("let a = '<b>'")
    expect(await log(page).locator(".bubble.jumbo").textContent()).toContain("🎉🎉")
    expect(await fits(page)).toBe(true)
  })

  test("long words are folded, and open and close again", async () => {
    const room = await stage.room()
    await stage.say(room, { message: `beginning ${"word ".repeat(1000)} ending` })
    const page = await stage.open(room, viewport)
    await log(page)
      .getByText(/^beginning/)
      .waitFor()
    expect(
      await log(page)
        .getByText(/ending$/)
        .count(),
    ).toBe(0)
    await log(page).getByRole("button", { name: "Show more" }).click()
    await log(page)
      .getByText(/ending$/)
      .waitFor()
    await log(page).getByRole("button", { name: "Show less" }).click()
    await log(page)
      .getByText(/ending$/)
      .waitFor({ state: "detached" })
  })

  test("a picture has its place before it is loaded, several stand as tiles", async () => {
    const room = await stage.room()
    await stage.say(room, { messageType: "image", originalUrl: picture, width: 600, height: 400 })
    const images = Array.from({ length: 6 }, () => ({
      originalUrl: picture,
      thumbnailUrl: `${picture}?thumbnail=1`,
    }))
    await stage.say(room, { messageType: "mixed", message: "six views", images })
    const page = await stage.open(room, viewport)
    const alone = await reach(page, log(page).getByRole("button", { name: "Open photo", exact: true }))
    const box = await alone.boundingBox()
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1)
    await expect.poll(() => alone.locator(".soft.loaded").count()).toBe(1)
    expect(await alone.boundingBox()).toEqual(await alone.boundingBox())
    await reach(page, log(page).getByText("six views"))
    expect(
      await log(page)
        .getByRole("button", { name: /Open photo \d of 6/ })
        .count(),
    ).toBe(4)
    await log(page).getByText("+2").waitFor()
    expect(await fits(page)).toBe(true)
  })

  test("sound, file, place, sticker, link, payment, call and announcement", async () => {
    const room = await stage.room()
    await stage.say(room, { messageType: "audio", originalUrl: sound, duration: 20 })
    const extra = {
      fileName: "Plan für morgen.pdf",
      fileExtension: "pdf",
      mimeType: "application/pdf",
      bytes: 1_234_567,
    }
    await stage.say(room, { messageType: "file", originalUrl: paper, extra: JSON.stringify(extra) })
    await stage.say(room, {
      messageType: "location",
      message: "台北 101",
      latitude: 25.0339,
      longitude: 121.5645,
    })
    await stage.say(room, { messageType: "sticker", sticker: picture })
    const preview = { title: "A page", description: "About something", images: picture }
    await stage.say(room, {
      messageType: "url",
      url: "https://page.example/x",
      message: "https://page.example/x",
      extra: preview,
    })
    const payment = {
      type: "request",
      payer: { id: "alice", nickname: "Alice" },
      payee: { id: "bob", nickname: "Bob" },
    }
    await stage.say(room, {
      messageType: "payment",
      extra: { ...payment, value: 1200, currency: "TWD", remark: "Dinner" },
    })
    await stage.say(room, { messageType: "endCall", duration: 125_000 })
    await stage.say(room, { messageType: "announcement", message: "Office closed" })
    await stage.say(room, { messageType: "shop-order", message: "Order 7" })
    await stage.say(room, { messageType: "encrypted", message: "abc|def" })
    const page = await stage.open(room, viewport)
    const see = (name: string | RegExp) => reach(page, log(page).getByText(name))
    await see("Encrypted message")
    await see("Order 7")
    await see("Unsupported message")
    await see("Office closed")
    await see("Call ended, 2:05")
    await see("Payment requested by Bob")
    expect(await log(page).locator(".payment strong").textContent()).toMatch(/1,200/)
    const link = await reach(page, log(page).getByRole("link", { name: /A page.*About something/ }))
    expect(await link.getAttribute("href")).toBe("https://page.example/x")
    await reach(page, log(page).getByRole("img", { name: "Sticker" }))
    const place = await reach(page, log(page).getByRole("link", { name: /台北 101/ }))
    expect(await place.getAttribute("href")).toContain("openstreetmap.org/?mlat=25.0339&mlon=121.5645")
    const file = await reach(page, log(page).getByRole("link", { name: /Plan für morgen\.pdf/ }))
    expect(await file.textContent()).toContain("1.2 MB")
    await reach(page, log(page).getByRole("button", { name: "Play" }))
    await see("0:20")
    expect(await fits(page)).toBe(true)
  })

  test("what happened in the room is told in sentences", async () => {
    const room = await stage.room()
    const add = (type: string, more: object) =>
      stage.say(room, { messageType: type, member: { _id: "carol" }, ...more })
    await add("joinRoom", {})
    await add("addMembers", { extra: { invitees: [{ _id: "carol" }, { _id: "bender" }] } })
    await add("deleteMember", { extra: { members: [{ _id: "carol" }] } })
    await add("assignAdmin", { message: "Carol" })
    await add("cancelInvitations", { extra: { invitees: [{ _id: "carol" }] } })
    await add("leaveRoom", {})
    const page = await stage.open(room, viewport)
    for (const words of [
      "Bob joined",
      "Bob added Carol, Bender",
      "Bob removed Carol",
      "Carol is now an admin",
    ])
      await reach(page, log(page).getByText(words))
    await reach(page, log(page).getByText("Invitations were cancelled"))
    await reach(page, log(page).getByText("Bob left"))
  })

  test("cards of both kinds fit, in their own colours", async () => {
    const room = await stage.room()
    await stage.say(room, { messageType: "flex", altText: "A bill", contents: bill() })
    const columns = [1, 2, 3].map(n => ({
      title: `Room ${n}`,
      text: "With a view",
      actions: [{ type: "message", label: `Take ${n}`, text: `I take ${n}` }],
    }))
    await stage.say(room, { messageType: "template", template: { type: "carousel", columns } })
    await stage.say(room, {
      messageType: "template",
      template: JSON.stringify({
        type: "confirm",
        text: "Sure?",
        actions: [
          { type: "message", label: "Yes", text: "yes" },
          { type: "message", label: "No", text: "no" },
        ],
      }),
    })
    const areas = [{ type: "message", text: "left", area: { x: 0, y: 0, width: 520, height: 1040 } }]
    await stage.say(room, {
      messageType: "template",
      template: {
        type: "imagemap",
        baseUrl: picture,
        baseSize: { width: 1040, height: 1040 },
        actions: areas,
      },
    })
    const page = await stage.open(room, viewport)
    await reach(page, log(page).getByRole("button", { name: "left" }))
    await reach(page, log(page).getByRole("button", { name: "Yes", exact: true }))
    await reach(page, log(page).getByText("Room 1", { exact: true }))
    const total = await reach(page, log(page).getByText("Total", { exact: true }))
    expect(await total.evaluate(word => getComputedStyle(word).color)).toBe("rgb(18, 52, 86)")
    expect(await total.evaluate(word => getComputedStyle(word).fontSize)).toBe("19px")
    expect(await fits(page)).toBe(true)
  })
})

function bill() {
  return {
    type: "bubble",
    hero: { type: "image", url: picture, size: "full", aspectRatio: "20:13", aspectMode: "cover" },
    body: {
      type: "box",
      layout: "vertical",
      spacing: "md",
      contents: [
        { type: "text", text: "Total", color: "#123456", size: "lg", weight: "bold" },
        { type: "separator" },
        {
          type: "box",
          layout: "horizontal",
          contents: [
            { type: "text", text: "Tea" },
            { type: "text", text: "$3", align: "end" },
          ],
        },
      ],
    },
    footer: {
      type: "box",
      layout: "vertical",
      contents: [
        {
          type: "button",
          style: "primary",
          action: { type: "uri", label: "Pay", uri: "https://pay.example/1" },
        },
      ],
    },
  }
}

test("messages that are broken or hostile leave the others as they are", async () => {
  const room = await stage.room()
  let deep: object = { type: "text", text: "deep" }
  for (let n = 0; n < 40; n++) deep = { type: "box", layout: "vertical", contents: [deep] }
  const broken: object[] = [
    { messageType: "image", originalUrl: { a: 1 }, width: "wide", height: -1 },
    { messageType: "image", images: "none" },
    { messageType: "image", images: [null, 7, { originalUrl: 9 }, "x"] },
    { messageType: "video", video: [], originalUrl: 5, duration: "long" },
    { messageType: "audio", originalUrl: picture, duration: { a: 1 } },
    { messageType: "file", extra: "{not json" },
    { messageType: "file", extra: { fileName: ["a"], bytes: "many" } },
    { messageType: "location", latitude: "north", longitude: 1e9, message: { a: 1 } },
    { messageType: "flex", contents: { type: "bubble", body: deep } },
    {
      messageType: "flex",
      contents: { type: "carousel", contents: [null, 1, "x", { type: "bubble", body: [] }] },
    },
    { messageType: "flex", contents: { type: "bubble", body: { type: "box", contents: { length: 5 } } } },
    { messageType: "template", template: { type: "buttons", title: {}, actions: [null, { type: {} }] } },
    { messageType: "template", template: { type: "carousel", columns: "many" } },
    { messageType: "template", template: { quickReply: { items: 5 } } },
    { messageType: "payment", extra: { value: {}, payer: 1, payee: null, currency: [], timestamp: "now" } },
    { messageType: "url", url: 5, extra: { images: { a: 1 } } },
    { messageType: "__proto__", message: "a type of its own" },
    { messageType: "constructor", message: { nested: true } },
    { messageType: "text", message: "@alice ".repeat(14_000), mentions: ["alice"] },
    { messageType: "text", message: "[".repeat(100_000) },
    { messageType: "text", message: `http://${"a.".repeat(40_000)}` },
    { messageType: "text", message: "\ud800 lone \udfff halves" },
  ]
  await stage.say(room, { message: "the first" })
  for (const content of broken) await stage.say(room, content)
  await stage.say(room, { message: "the last" })
  const page = await stage.open(room)
  await log(page).getByText("the last").waitFor()
  await reach(page, log(page).getByText("a type of its own"))
  await reach(page, log(page).getByText("the first"))
})

import { afterAll, beforeAll, expect, test } from "vitest"
import { platform } from "../support/backend.ts"
import { injections } from "../support/injections.ts"
import { log, type MessageStage, setMessageStage } from "./message-stage.ts"
import { callWitness, lookOver, stored } from "./witness.ts"

let stage: MessageStage

const patienceMs = 150_000

beforeAll(async () => {
  stage = await setMessageStage()
})
afterAll(() => stage.close())

const witness = (room?: string) => callWitness(stage, room)

/** Eight at a time: the server gathers what comes together. */
async function each<T>(things: readonly T[], act: (thing: T, n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const work = async () => {
    for (let n = next++; n < things.length; n = next++) await act(things[n] as T, n)
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

const inTens = Array.from({ length: Math.ceil(injections.length / 10) }, (_, n) =>
  injections.slice(n * 10, n * 10 + 10),
)

/** Those that stand in the text for something else: code without its marks, names for ids. */
const isPlain = (text: string) => !text.includes("```") && !text.includes("@alice")

test("there are enough of them", () => {
  expect(new Set(injections).size).toBeGreaterThanOrEqual(200)
})

test("in texts, announcements, types, quotes and reactions they are words", {
  timeout: patienceMs,
}, async () => {
  const room = await stage.room()
  await each(injections, async text => {
    const reply = await stage.say(room, { message: text, mentions: ["alice"] })
    const messageType = text.replace(/\p{Cc}/gu, " ").slice(0, 90)
    await stage.say(room, { messageType, message: text, reply })
    const reaction = stored(text).slice(0, 60)
    await platform(stage.parley.url, "POST", `/messages/${reply}/reaction`, { reaction }, "bob")
  })
  await each(inTens, texts => stage.say(room, { messageType: "announcement", message: texts.join("\n") }))
  const { page, sweep, testify } = await witness(room)
  const seen = await sweep(log(page), ".words")
  await testify()
  expect(
    injections
      .filter(isPlain)
      .map(stored)
      .filter(text => !seen.has(text)),
  ).toEqual([])
})

test("in files, pictures, sounds, places, stickers and links they open and load nothing", {
  timeout: patienceMs,
}, async () => {
  const room = await stage.room()
  await each(injections, async text => {
    const media = { originalUrl: text, thumbnailUrl: text, width: text, height: text, duration: text }
    const extra = {
      fileName: text,
      title: text,
      fileExtension: text,
      bytes: text,
      description: text,
      images: text,
    }
    await stage.say(room, { messageType: "file", ...media, url: text, extra, message: text })
    await stage.say(room, { messageType: "video", ...media, video: media })
    await stage.say(room, { messageType: "sticker", sticker: text, extra: { stickerId: text } })
    await stage.say(room, { messageType: "location", message: text, latitude: 1, longitude: 2, extra })
    await stage.say(room, { messageType: "url", url: "https://page.example/", message: text, extra })
    await stage.say(room, { messageType: "url", url: text, message: text, extra })
  })
  await each(inTens, texts => {
    const images = texts.map(text => ({ originalUrl: text, thumbnailUrl: text, width: text, height: text }))
    return stage.say(room, { messageType: "mixed", message: texts.join("\n"), images })
  })
  const { page, sweep, testify } = await witness(room)
  const seen = await sweep(log(page), ".words, .place-text > span, .link-text b, .link-text > span")
  await testify()
  expect(
    injections
      .filter(isPlain)
      .map(stored)
      .filter(text => !seen.has(text)),
  ).toEqual([])
})

test("in cards and payments they are words, and neither styles nor addresses", {
  timeout: patienceMs,
}, async () => {
  const room = await stage.room()
  await each(injections, text =>
    stage.say(room, { messageType: "flex", altText: text, contents: flexOf(text) }),
  )
  await each(inTens, async texts => {
    const columns = texts.map(columnOf)
    const looks = { imageSize: texts[0], imageAspectRatio: texts[1] }
    await stage.say(room, { messageType: "template", template: { type: "carousel", ...looks, columns } })
    await stage.say(room, { messageType: "template", template: { type: "image_carousel", columns } })
  })
  await each(injections, async text => {
    const actions = [{ ...actionOf(text, "message"), area: { x: text, y: text, width: text, height: text } }]
    await stage.say(room, {
      messageType: "template",
      template: { type: "imagemap", baseUrl: text, baseSize: { width: text }, actions },
    })
    const person = { id: text, nickname: text }
    const extra = {
      type: "request",
      payer: person,
      payee: person,
      value: text,
      currency: text,
      remark: text,
      method: text,
    }
    await stage.say(room, {
      messageType: "payment",
      extra: { ...extra, availableMethods: [text], timestamp: text },
    })
    await stage.say(room, { messageType: "line", extra: { type: text, text, stickerId: text } })
  })
  const { page, sweep, testify } = await witness(room)
  const seen = await sweep(
    log(page),
    ".flex-text span, .template-text b, .template-text span, .payment dd, .words",
  )
  await testify()
  expect(
    injections
      .filter(isPlain)
      .map(stored)
      .filter(text => !seen.has(text)),
  ).toEqual([])
})

const actionOf = (text: string, type: string) => ({
  ...{ type, label: text, text, data: text, displayText: text },
  ...{ uri: text, linkUri: text, clipboardText: text },
})

const columnOf = (text: string) => ({
  ...{ title: text, text, thumbnailImageUrl: text, imageUrl: text, imageBackgroundColor: text },
  defaultAction: actionOf(text, "uri"),
  action: actionOf(text, "uri"),
  actions: ["message", "uri", "postback", "clipboard", text].map(type => actionOf(text, type)),
})

/** Every property that a part may have, as something that it should not be. */
function flexOf(text: string): object {
  const looks = Object.fromEntries(
    "backgroundColor borderColor borderWidth cornerRadius width height maxWidth maxHeight paddingAll paddingTop paddingStart justifyContent alignItems offsetTop offsetStart position margin spacing flex gravity align size color weight style decoration aspectRatio aspectMode maxLines lineSpacing"
      .split(" ")
      .map(name => [name, text]),
  )
  const background = {
    type: "linearGradient",
    angle: text,
    startColor: text,
    endColor: text,
    centerColor: text,
  }
  const plain = { type: "box", layout: "vertical", background }
  const contents = [
    { type: "text", ...looks, text, wrap: true, action: actionOf(text, "uri") },
    { type: "text", contents: [{ type: "span", color: text, size: text, text }] },
    { type: "image", ...looks, url: text, action: actionOf(text, "postback") },
    { type: "video", url: text, previewUrl: text, aspectRatio: text, altContent: plain },
    ...["icon", "separator", "filler", "spacer", text].map(type => ({
      type,
      url: text,
      size: text,
      color: text,
    })),
    ...["uri", "message", "postback"].map(type => ({
      type: "button",
      color: text,
      action: actionOf(text, type),
    })),
  ]
  const box = { ...plain, ...looks, contents }
  const styles = { body: { backgroundColor: text, separator: true, separatorColor: text } }
  return {
    type: "bubble",
    size: text,
    direction: text,
    body: box,
    header: { ...plain, layout: text },
    styles,
    action: actionOf(text, text),
  }
}

test("in the names of people and rooms, in lists, headers and what happened, they are words", {
  timeout: patienceMs,
}, async () => {
  const room = await stage.room()
  await each(injections, async (nickname, n) => {
    const _id = `stranger-${n}`
    await platform(stage.parley.url, "POST", "/admin/clients", {
      _id,
      nickname,
      description: nickname,
      avatarUrl: nickname,
    })
  })
  const strangers = injections.map((_, n) => `stranger-${n}`)
  await platform(
    stage.parley.url,
    "POST",
    `/rooms/${room}/members`,
    {
      invitees: strangers,
      systemMessage: false,
    },
    "bob",
  )
  await each(strangers, async (_id, n) => {
    await stage.say(room, { messageType: "addMembers", member: { _id }, extra: { invitees: [{ _id }] } })
    await stage.say(room, { message: `words ${n}` }, _id)
  })
  const inside = await witness(room)
  const seen = await inside.sweep(log(inside.page), ".sender, .system-line")
  await inside.testify()
  const written = [...seen].join("\n")
  expect(injections.map(stored).filter(name => !written.includes(name))).toEqual([])

  await each(injections, async (name, n) => {
    await platform(stage.parley.url, "POST", "/rooms/", {
      ...{
        _id: `strange-${n}`,
        name,
        description: name,
        cover: name,
        roomType: "group",
        members: ["alice", "bob"],
      },
    })
    await stage.say(`strange-${n}`, { message: name })
  })
  const outside = await witness()
  const list = outside.page.getByRole("navigation", { name: "Chats" })
  await list.getByRole("button").first().waitFor()
  await list.evaluate(nav => {
    const scrolls = (one: Element) =>
      one.scrollHeight > one.clientHeight + 50 && getComputedStyle(one).overflowY !== "visible"
    const scroller = [nav, ...nav.querySelectorAll("*")].find(scrolls) ?? nav
    scroller.setAttribute("data-swept", "")
  })
  const rooms = await outside.sweep(outside.page.locator("[data-swept]"), "*")
  const names = [...rooms].join("\n")
  await outside.testify()
  expect(injections.map(stored).filter(name => !names.includes(name))).toEqual([])
})

test("in the description of a room they are words", { timeout: patienceMs }, async () => {
  const room = await stage.room("Described")
  const { page, testify } = await witness(room)
  await page
    .getByRole("main")
    .getByRole("button", { name: /Described/ })
    .click()
  const panel = page.getByRole("dialog")
  await panel.waitFor()
  for (const texts of inTens) {
    const description = stored(texts.filter(isPlain).join(" ")).replace(/\s+/gu, " ").trim()
    await platform(stage.parley.url, "PUT", `/rooms/${room}`, { description }, "bob")
    const shown = async () => ((await panel.textContent()) ?? "").replace(/\s+/gu, " ")
    await expect.poll(shown, { timeout: 15_000 }).toContain(description)
    const { strange } = await panel.evaluate(lookOver, "*")
    expect(strange).toEqual([])
  }
  await testify()
})

test("in an answer that grows they are words from the first letter on", { timeout: patienceMs }, async () => {
  const room = await stage.room()
  const { page, sweep, testify } = await witness(room)
  await log(page).waitFor()
  let messageId: string | undefined
  for (const text of injections.slice(0, 60)) {
    const body = { text: `${text}\n`, messageId, sender: "bender" }
    messageId = (await platform(stage.parley.url, "POST", `/rooms/${room}/ai_streaming`, body, "bender"))
      .messageId
  }
  const draft = page.locator(`[data-streaming="${messageId}"]`)
  await draft.waitFor()
  await expect.poll(() => draft.locator(".words").textContent()).toContain(stored(injections[59] as string))
  await sweep(log(page), ".words")
  await testify()
})

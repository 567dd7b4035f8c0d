import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { platform } from "../support/backend.ts"
import {
  heading,
  listed,
  look,
  type NoticeStage,
  type Scope,
  setNoticeStage,
  shown,
  soon,
} from "./notice-stage.ts"

let stage: NoticeStage
beforeAll(async () => {
  stage = await setNoticeStage()
})
afterAll(() => stage?.close())

const words = async (page: Page) => (await shown(page)).map(({ title, body }) => `${title}: ${body}`)

test("a message is shown once while nobody looks, and a click leads to its room", async () => {
  const page = await stage.openChat()
  await stage.say("while Alice looks")
  await listed(page, /while Alice looks/).waitFor()
  expect(await shown(page)).toEqual([])
  await look(page, false)
  const { _id } = await stage.say("are you there?")
  await soon(() => words(page)).toEqual(["Demo: Bob: are you there?"])
  expect((await shown(page))[0].tag).toBe(_id)
  await page.evaluate(() => (window as Scope).click())
  await heading(page, "Demo").waitFor()
  expect((await shown(page))[0].isOpen).toBe(false)
})

test("what is read elsewhere or recalled is taken back", async () => {
  const page = await stage.openChat()
  await look(page, false)
  const first = await stage.say("read on the phone")
  await soon(() => shown(page)).toHaveLength(1)
  await platform(stage.parley.url, "PUT", "/rooms/demo-room/lastRead", { message: first._id }, "alice")
  await soon(async () => (await shown(page))[0].isOpen).toBe(false)
  const second = await stage.say("never mind")
  await soon(() => shown(page)).toHaveLength(2)
  await platform(
    stage.parley.url,
    "POST",
    "/rooms/demo-room/message",
    { _id: second._id, messageType: "recall" },
    "bob",
  )
  await soon(async () => (await shown(page))[1].isOpen).toBe(false)
})

test("muted rooms, one's own messages and whoever switched pushes off stay quiet, mentioned or not", async () => {
  const page = await stage.openChat()
  await look(page, false)
  await platform(stage.parley.url, "POST", "/me/mute/side", undefined, "alice")
  await listed(page, /Side room.*Muted|Muted.*Side room/s).waitFor()
  await platform(stage.parley.url, "POST", "/messages", {
    ...{ room: "side", sender: "bob", messageType: "text", message: "@alice", mentions: ["alice"] },
  })
  await stage.say("from my phone", "demo-room", "alice")
  await stage.say("this one is shown")
  await soon(() => words(page)).toEqual(["Demo: Bob: this one is shown"])
  await platform(stage.parley.url, "DELETE", "/me/mute/side", undefined, "alice")
})

test("a tab is quiet while the user looks at another one", async () => {
  const page = await stage.openChat()
  const other = await stage.context().newPage()
  await other.goto(`${stage.parley.url}/chat?autoSelectRoom=0`)
  await listed(other, /Demo/).waitFor()
  await look(page, false)
  await stage.say("seen in the other tab")
  await listed(page, /seen in the other tab/).waitFor()
  await look(other, false)
  await stage.say("seen in none")
  await soon(() => words(page)).toEqual(["Demo: Bob: seen in none"])
})

test("without permission nothing is shown, and the tab tells the count all the same", async () => {
  const page = await stage.openChat([])
  await platform(stage.parley.url, "PUT", "/rooms/demo-room/lastRead", {}, "alice")
  await look(page, false)
  await stage.say("only the tab tells")
  await soon(() => page.title()).toMatch(/^\(\d+\) Chat$/)
  const icon = () => page.locator('link[rel="icon"]').getAttribute("href")
  await soon(icon).toMatch(/^data:image\/png/)
  expect(await shown(page)).toEqual([])
  for (const name of [/Side room/, /Demo/]) {
    await look(page, true)
    await listed(page, name).click()
  }
  await soon(() => page.title()).toBe("Chat")
  await soon(icon).toBe("/chat-assets/icons/icon.svg")
})

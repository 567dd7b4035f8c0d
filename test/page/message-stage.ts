import type { Browser, Locator, Page } from "playwright-core"
import { expect } from "vitest"
import { asUser, call, makeCast, platform, userHeaders } from "../support/backend.ts"
import { desktop, openPage, startBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

export interface MessageStage {
  parley: Parley
  browser: Browser
  cast: Awaited<ReturnType<typeof makeCast>>
  /** A room of alice's, bob's and bender's. @returns its id. */
  room(name?: string): Promise<string>
  /** A message of bob's, or of another. @returns its id. */
  say(room: string, content: Json, sender?: string): Promise<string>
  /** @returns the path of an uploaded file. */
  upload(bytes: Buffer, name: string, type: string): Promise<string>
  /** Alice's page with a room open; it fails the test at the end if a script of it failed. */
  open(room: string, viewport?: typeof desktop): Promise<Page>
  /** After each test. */
  closePages(): Promise<void>
  close(): Promise<void>
}

/** A server, a browser, and people who write messages of all kinds. */
export async function setMessageStage(): Promise<MessageStage> {
  const browser = await startBrowser()
  const parley = await startParley("sqlite")
  const cast = await makeCast(parley.url)
  let opened: Awaited<ReturnType<typeof openPage>>[] = []
  let rooms = 0
  return {
    parley,
    browser,
    cast,
    async room(name = "Messages") {
      const _id = `room-${++rooms}`
      const members = ["alice", "bob", "bender"]
      await platform(parley.url, "POST", "/rooms/", { _id, name, roomType: "group", members })
      return _id
    },
    async say(room, content, sender = "bob") {
      const body = { messageType: "text", message: "", ...content, room, sender }
      return (await platform(parley.url, "POST", "/messages", body))._id
    },
    async upload(bytes, name, type) {
      const form = new FormData()
      form.append("file", new Blob([new Uint8Array(bytes)], { type }), name)
      const { body } = await call(parley.url, "POST", "/files/chatserver-upload", {
        headers: userHeaders(cast.bob),
        body: form,
      })
      return `/files/chatserver-upload/${body.result._id}`
    },
    async open(room, viewport = desktop) {
      await readAll(parley.url, cast.alice, room)
      const one = await openPage(
        browser,
        `${parley.url}/chat?token=${cast.alice}&autoSelectRoom=0&roomId=${room}`,
        viewport,
      )
      opened.push(one)
      await log(one.page).waitFor()
      return one.page
    },
    async closePages() {
      const pages = opened
      opened = []
      for (const { page, failures } of pages) {
        expect(failures).toEqual([])
        await page.context().close()
      }
    },
    async close() {
      await browser.close()
      await parley.close()
    },
  }
}

/** Whoever has read everything sees a room's end first. */
export async function readAll(url: string, token: string, room: string): Promise<void> {
  const { lastMessage } = await asUser(url, token, "GET", `/rooms/${room}`)
  if (lastMessage) await asUser(url, token, "PUT", `/rooms/${room}/lastRead`, { message: lastMessage._id })
}

export const log = (page: Page) => page.getByRole("log", { name: "Messages" })

/** Scrolls up until something is drawn: only what is in sight is. */
export async function reach(page: Page, wanted: Locator): Promise<Locator> {
  await expect
    .poll(
      async () => {
        if ((await wanted.count()) > 0) return true
        await log(page).evaluate(box => box.scrollBy(0, -box.clientHeight / 2))
        return false
      },
      { timeout: 15_000, interval: 50 },
    )
    .toBe(true)
  await wanted.first().scrollIntoViewIfNeeded()
  return wanted.first()
}

export async function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
}

import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core"
import { expect } from "vitest"
import { seedMessages } from "../../bench/seed.ts"
import { asUser, makeCast, platform } from "../support/backend.ts"
import { desktop, startBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

export type Person = "alice" | "bob"

export interface TimelineStage {
  parley: Parley
  browser: Browser
  /** A group of alice's, bob's and bender's, unless others are named. @returns its id. */
  room(more?: Json): Promise<string>
  /** @returns the id of the message. */
  say(room: string, message: string, sender?: string, more?: Json): Promise<string>
  /** Messages by the thousand, each with its number; everybody has read them. */
  fill(room: string, count: number, sender?: string): Promise<void>
  /** @returns the id of the message with a number. */
  idOf(room: string, seq: number): Promise<string>
  as(who: Person, method: string, path: string, body?: unknown): Promise<Json>
  /** Their page, with one room and no list; it fails the test at the end if a script of it failed. */
  open(who: Person, room: string, options?: BrowserContextOptions): Promise<Page>
  /** After each test. */
  closePages(): Promise<void>
  close(): Promise<void>
}

/** A server, a browser, and people who read. */
export async function setTimelineStage(): Promise<TimelineStage> {
  const browser = await startBrowser()
  const parley = await startParley("sqlite")
  const cast = await makeCast(parley.url)
  let pages: Page[] = []
  let failures: string[] = []
  let rooms = 0
  const as: TimelineStage["as"] = (who, method, path, body) =>
    asUser(parley.url, cast[who], method, path, body)
  return {
    parley,
    browser,
    as,
    async room(more = {}) {
      const _id = `room-${++rooms}`
      const body = { _id, name: "Timeline", roomType: "group", members: ["alice", "bob", "bender"], ...more }
      return (await platform(parley.url, "POST", "/rooms/", body))._id
    },
    async say(room, message, sender = "bob", more = {}) {
      const body = { room, sender, messageType: "text", message, ...more }
      return (await platform(parley.url, "POST", "/messages", body))._id
    },
    async fill(room, count, sender = "bob") {
      await seedMessages(parley.ctx.db, { id: room, sender }, 0, count, {
        textOf: seq => `line ${seq}.`,
        timeOf: seq => Date.now() - 4_000_000 - (count - seq) * 60_000,
      })
      for (const who of ["alice", "bob"] as const) {
        const { lastMessage } = await as(who, "GET", `/rooms/${room}`)
        await as(who, "PUT", `/rooms/${room}/lastRead`, { message: lastMessage._id })
      }
    },
    async idOf(room, seq) {
      const found = await parley.ctx.db.get<{ id: string }>(
        "SELECT id FROM messages WHERE room_id = ? AND seq = ?",
        [room, seq],
      )
      return found?.id ?? ""
    },
    async open(who, room, options = {}) {
      const context = await browser.newContext({
        viewport: desktop,
        locale: "en-GB",
        reducedMotion: "reduce",
        ...options,
      })
      await context.grantPermissions(["clipboard-read", "clipboard-write"])
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      page.on("pageerror", error => failures.push(String(error)))
      pages.push(page)
      await page.goto(`${parley.url}/chat?token=${cast[who]}&roomId=${room}`)
      return page
    },
    async closePages() {
      for (const page of pages) await page.context().close()
      pages = []
      const found = failures
      failures = []
      expect(found).toEqual([])
    },
    async close() {
      await browser.close()
      await parley.close()
    },
  }
}

export const log = (page: Page): Locator => page.getByRole("log", { name: "Messages" })

/** The message with exactly this text. */
export const line = (page: Page, words: string): Locator =>
  log(page)
    .getByRole("article")
    .filter({ has: page.getByText(words, { exact: true }) })

/** Scrolls as a wheel does, from where the pointer is put. */
export async function wheel(page: Page, px: number): Promise<void> {
  const box = await log(page).boundingBox()
  if (box) await page.mouse.move(box.x + 20, box.y + box.height / 2)
  await page.mouse.wheel(0, px)
}

/** Texts of the messages that are seen, from the first to the last. */
export const seen = (page: Page): Promise<string[]> =>
  log(page).evaluate(frame => {
    const { top, bottom } = frame.getBoundingClientRect()
    return [...frame.querySelectorAll(".words")]
      .filter(words => {
        const box = words.getBoundingClientRect()
        return box.bottom > top && box.top < bottom
      })
      .map(words => words.textContent ?? "")
  })

export const rowsDrawn = (page: Page): Promise<number> => log(page).locator("[data-row]").count()

/** Where a message stands, px below the top of the conversation. */
export const topOf = (page: Page, words: string): Promise<number> =>
  line(page, words).evaluate(
    element =>
      element.getBoundingClientRect().top -
      (element.closest(".timeline") as Element).getBoundingClientRect().top,
  )

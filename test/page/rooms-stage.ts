import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import { asUser, makeCast, platform } from "../support/backend.ts"
import { desktop, openPage, startBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

export type Who = "alice" | "bob" | "carol" | "bender"

/** People with browsers, and what a test needs to see of their lists and rooms. */
export function setRoomsStage() {
  let browser: Browser
  let parley: Parley
  let cast: Record<Who, string>
  let opened: Awaited<ReturnType<typeof openPage>>[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    parley = await startParley("sqlite")
    cast = await makeCast(parley.url)
  })
  afterAll(async () => {
    await browser?.close()
    await parley?.close()
  })
  afterEach(async () => {
    for (const { page, failures } of opened) {
      expect(failures).toEqual([])
      await page.context().close()
    }
    opened = []
  })

  return {
    /** The page of somebody, with no room open unless the query names one. */
    async open(who: Who, viewport = desktop, query = ""): Promise<Page> {
      const url = `${parley.url}/chat?token=${cast[who]}&autoSelectRoom=0${query}`
      const one = await openPage(browser, url, viewport)
      opened.push(one)
      await nav(one.page).waitFor()
      return one.page
    },
    get parley() {
      return parley
    },
    platform: (method: string, path: string, body?: unknown, as?: string) =>
      platform(parley.url, method, path, body, as),
    as: (who: Who, method: string, path: string, body?: unknown) =>
      asUser(parley.url, cast[who], method, path, body),
    /** A group that somebody owns, or nobody. */
    async makeRoom(_id: string, name: string, members: Who[], owner?: Who): Promise<void> {
      await platform(parley.url, "POST", "/rooms/", { _id, name, roomType: "group", members, owner })
    },
    say: (sender: string, room: string, message: string, more: object = {}) =>
      platform(parley.url, "POST", "/messages", { room, sender, messageType: "text", message, ...more }),
  }
}

export const nav = (page: Page) => page.getByRole("navigation", { name: "Chats" })
/** By its whole name, or by a pattern of all that it says. */
export const row = (page: Page, name: string | RegExp) => {
  const rows = nav(page).locator(".room-row")
  if (name instanceof RegExp) return rows.filter({ hasText: name })
  return rows.filter({ has: page.locator(".room-row-name").getByText(name, { exact: true }) })
}
export const log = (page: Page) => page.getByRole("log", { name: "Messages" })
export const field = (page: Page) => page.getByRole("main").getByRole("textbox", { name: "Message" })
export const panel = (page: Page) => page.getByRole("dialog", { name: "Details" })

/** Names of the rooms in the list, from above. */
export const rowNames = (page: Page) => nav(page).locator(".room-row-name").allTextContents()

/** Does one thing of a room's menu in the list. */
export async function choose(page: Page, room: string, item: string): Promise<void> {
  await row(page, room).click({ button: "right" })
  await page.getByRole("menu").getByRole("menuitem", { name: item, exact: true }).click()
}

export async function openPanel(page: Page, room: string): Promise<void> {
  await row(page, room).click()
  await page.getByRole("main").getByRole("button", { name: room, exact: true }).click()
  await panel(page).waitFor()
}

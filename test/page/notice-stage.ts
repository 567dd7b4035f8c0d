import type { Browser, BrowserContext, Page } from "playwright-core"
import { expect } from "vitest"
import { vapid } from "../delivery/push/devices-stage.ts"
import { makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { desktop, startWholeBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: what the tests add to the page and the worker
export type Scope = any

export interface NoticeStage {
  parley: Parley
  cast: Awaited<ReturnType<typeof makeCast>>
  say: (message: string, room?: string, sender?: string) => Promise<Scope>
  /** A new browser profile in which the chat may show notifications, which are written down. */
  openChat: (permissions?: string[]) => Promise<Page>
  /** Of the page that was opened last. */
  context: () => BrowserContext
  close: () => Promise<void>
}

/** Alice and Bob share two rooms; the server pushes to browsers. */
export async function setNoticeStage(): Promise<NoticeStage> {
  const browser: Browser = await startWholeBrowser()
  const parley = await startParley("sqlite", {
    VAPID_PUBLIC_KEY: vapid.publicKey,
    VAPID_PRIVATE_KEY: vapid.privateKey,
    VAPID_SUBJECT: "mailto:push@example.com",
  })
  const cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url)
  await platform(parley.url, "POST", "/rooms/", {
    ...{ _id: "side", name: "Side room", roomType: "group", members: ["alice", "bob"] },
  })
  let context: BrowserContext | undefined

  async function openChat(permissions = ["notifications"]): Promise<Page> {
    await context?.close()
    context = await browser.newContext({
      viewport: desktop,
      locale: "en-GB",
      reducedMotion: "reduce",
      permissions,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.addInitScript(recordNotifications)
    await page.goto(`${parley.url}/chat?token=${cast.alice}&autoSelectRoom=0`)
    await listed(page, /Demo/).waitFor()
    return page
  }

  return {
    parley,
    cast,
    openChat,
    context: () => context as BrowserContext,
    say: (message, room = "demo-room", sender = "bob") =>
      platform(parley.url, "POST", "/messages", { room, sender, messageType: "text", message }),
    close: async () => {
      await browser.close()
      await parley.close()
    },
  }
}

/** Runs in the page, before its own scripts. */
function recordNotifications(): void {
  const here = window as Scope
  here.shown = []
  const Real = window.Notification
  here.Notification = class extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      here.shown.push({ title, body: options?.body, tag: options?.tag, isOpen: true })
      const own = here.shown.at(-1)
      here.click = () => this.dispatchEvent(new Event("click"))
      const close = this.close.bind(this)
      this.close = () => {
        own.isOpen = false
        close()
      }
    }
  }
}

export const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })

export const listed = (page: Page, name: RegExp) =>
  page.getByRole("navigation", { name: "Chats" }).getByRole("button", { name }).first()

export const heading = (page: Page, name: string) => page.getByRole("main").getByRole("heading", { name })

export const shown = (page: Page): Promise<Scope[]> => page.evaluate(() => (window as Scope).shown)

/** The user looks at something else, or comes back. */
export const look = (page: Page, here: boolean) =>
  page.evaluate(isHere => {
    document.hasFocus = () => isHere
    window.dispatchEvent(new Event(isHere ? "focus" : "blur"))
  }, here)

import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { seriousFlawsOf } from "../support/axe.ts"
import { asUser, makeCast, makeDemoRoom } from "../support/backend.ts"
import { desktop, phone, startBrowser } from "../support/browser.ts"
import {
  type Desk,
  makeHarm,
  type OperatorsBrowser,
  openDashboard,
  settled,
  startDesk,
} from "./dashboard-stage.ts"

const screens = [
  ...["overview", "keys", "settings", "push", "callbacks", "users", "users/alice", "rooms", "rooms/harm"],
  ...["messages?search=harm", "reports", "connections", "statistics", "outbox", "outbox?tab=dead"],
  ...["operators", "audit"],
]

describe("the screens of the dashboard", () => {
  let browser: Browser
  let desk: Desk
  let opened: OperatorsBrowser[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    desk = await startDesk()
    const cast = await makeCast(desk.url)
    await makeDemoRoom(desk.url)
    await makeHarm(desk.url)
    await asUser(desk.url, cast.alice, "POST", "/reports", {
      client: "mallory",
      reason: "abuse",
      text: "<script>window.broken=1</script>",
    })
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.close()
  })
  afterEach(async () => {
    const closing = opened
    opened = []
    for (const { page } of closing) await page.context().close()
    expect(closing.flatMap(({ failures }) => failures)).toEqual([])
  })

  async function open(options: Parameters<typeof openDashboard>[2] = {}): Promise<Page> {
    const one = await openDashboard(browser, desk.url, { cookie: desk.cookie, ...options })
    opened.push(one)
    return one.page
  }

  const widthTooMuch = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  test.each([
    ["at a desk, light", desktop, "light"],
    ["at a desk, dark", desktop, "dark"],
    ["on a phone, light", phone, "light"],
  ] as const)(
    "%s: can be used by everybody, fit the screen, and run nothing that users wrote",
    async (_, viewport, colorScheme) => {
      const page = await open({ viewport, colorScheme })
      const found: string[] = []
      for (const screen of screens) {
        await page.goto("about:blank")
        await page.goto(`${desk.url}/dashboard#/${screen}`)
        await settled(page)
        // Colours and names are the same on a phone; what differs there is the room.
        if (viewport === desktop)
          found.push(...(await seriousFlawsOf(page)).map(violation => `${screen} ${violation}`))
        const tooWide = await widthTooMuch(page)
        if (tooWide > 0) found.push(`${screen} is ${tooWide} pixels too wide`)
      }
      expect(found).toEqual([])
      expect(await page.evaluate(() => "broken" in window)).toBe(false)
      const pictures = await page.locator("img").evaluateAll(all => all.map(one => one.getAttribute("src")))
      expect(pictures.filter(src => src?.startsWith("javascript:"))).toEqual([])
    },
    240_000,
  )

  test("the sign-in, a dialog and the open drawer can be used by everybody, too", async () => {
    const before = await open({ cookie: undefined })
    await before.getByRole("heading", { name: "Sign in" }).waitFor()
    expect(await seriousFlawsOf(before)).toEqual([])
    const page = await open({ viewport: phone, hash: "#/users" })
    await settled(page)
    await page.getByRole("button", { name: "Create a user" }).click()
    expect(await seriousFlawsOf(page)).toEqual([])
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Open menu" }).click()
    expect(await seriousFlawsOf(page)).toEqual([])
  })

  test("what a user wrote shows as it was written", async () => {
    const page = await open({ hash: "#/rooms/harm" })
    await page.getByRole("heading", { level: 1, name: "<img src=x onerror" }).waitFor()
    await page.getByText('harm <img src=x onerror="window.broken=1"><script>').waitFor()
    const file = page.getByRole("listitem").filter({ hasText: "my file" })
    await file.getByText('onerror="window.broken=1"><script>').last().waitFor()
    expect(await page.evaluate(() => "broken" in window)).toBe(false)
  })

  test("a dialog takes the focus, and gives it back", async () => {
    const page = await open({ hash: "#/users" })
    const opener = page.getByRole("button", { name: "Create a user" })
    await opener.click()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"))
    await expect.poll(focused).toBe("_id")
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await opener.evaluate(element => element === document.activeElement)).toBe(true)
  })

  test("the drawer takes the focus, closes by Escape, and gives it back", async () => {
    const page = await open({ viewport: phone, hash: "#/keys" })
    const opener = page.getByRole("button", { name: "Open menu" })
    await opener.click()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(focused).toBe("Keys")
    await page.keyboard.press("Escape")
    await expect.poll(() => opener.evaluate(element => element === document.activeElement)).toBe(true)
    await page.getByRole("link", { name: "Audit log" }).waitFor({ state: "hidden" })
  })

  test("speak the operator's language, and another one if chosen, also next time", async () => {
    const page = await open({ locale: "ja-JP" })
    await page.getByRole("heading", { level: 1, name: "概要" }).waitFor()
    expect(await page.locator("html").getAttribute("lang")).toBe("ja")
    await page.getByRole("combobox", { name: "言語" }).selectOption("ko")
    await page.getByRole("heading", { level: 1, name: "개요" }).waitFor()
    await page.reload()
    await page.getByRole("heading", { level: 1, name: "개요" }).waitFor()
  })

  test("are dark as the system is, or as the operator chose, also next time", async () => {
    const page = await open({ colorScheme: "dark" })
    const theme = () => page.locator("html").getAttribute("data-theme")
    await settled(page)
    expect(await theme()).toBe("dark")
    await page.emulateMedia({ colorScheme: "light" })
    await expect.poll(theme).toBe("light")
    await page.getByRole("combobox", { name: "Appearance" }).selectOption("dark")
    await expect.poll(theme).toBe("dark")
    await page.reload()
    await settled(page)
    expect(await theme()).toBe("dark")
  })

  test("show the numbers of a chart as a table, too", async () => {
    const page = await open({ hash: "#/statistics?days=7" })
    const card = page.getByRole("region", { name: "Messages a day" })
    await card.getByRole("img", { name: /^Messages a day: \d+ in total/ }).waitFor()
    await card.getByText("Show as a table").click()
    expect(await card.getByRole("table").getByRole("row").count()).toBe(8)
  })

  test("say what is wrong with the server's answer, and ask again when told", async () => {
    const page = await open({ hash: "#/keys" })
    await settled(page)
    let broken = true
    await page.route("**/dashboard/api/audit*", route => (broken ? route.abort() : route.continue()))
    await page.goto(`${desk.url}/dashboard#/audit`)
    await page.getByRole("alert").getByText("The server does not answer.").waitFor()
    broken = false
    opened.at(-1)?.failures.splice(0)
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("table", { name: "Audit log" }).waitFor()
  })
})

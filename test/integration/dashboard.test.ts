import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser, call, makeCast, makeDemoRoom, platform, userHeaders } from "../support/backend.ts"
import { desktop, phone, startBrowser } from "../support/browser.ts"
import { apiKey, clientKey } from "../support/parley.ts"
import {
  type Desk,
  goTo,
  type OperatorsBrowser,
  openDashboard,
  password,
  settled,
  signIn,
  startDesk,
  title,
} from "./dashboard-stage.ts"

const run = promisify(execFile)

describe.each([
  ["a desk", desktop],
  ["a phone", phone],
])("an operator at %s", (_, viewport) => {
  let browser: Browser
  let parley: Desk
  let cast: Awaited<ReturnType<typeof makeCast>>
  let opened: OperatorsBrowser[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    parley = await startDesk()
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
  })
  afterAll(async () => {
    await browser?.close()
    await parley?.close()
  })
  afterEach(async () => {
    const closing = opened
    opened = []
    for (const { page } of closing) await page.context().close()
    expect(closing.flatMap(({ failures }) => failures)).toEqual([])
  })

  async function enter(hash = ""): Promise<Page> {
    const { cookie } = parley
    const one = await openDashboard(browser, parley.url, { viewport, cookie, hash })
    opened.push(one)
    await settled(one.page)
    return one.page
  }

  const dialog = (page: Page) => page.getByRole("dialog")
  const outcome = (page: Page) => page.getByRole("status")
  /** @returns what is on the clipboard once the button says that it has copied. */
  async function copied(page: Page, name: RegExp | string, within: Page | Locator = page): Promise<string> {
    const button = within.getByRole("button", { name })
    await button.click()
    await button.locator("+ [role=status]").getByText("Copied.").waitFor({ state: "attached" })
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const write = (sender: string, message: string) =>
    platform(parley.url, "POST", "/messages", { room: "demo-room", sender, messageType: "text", message })

  test("is told in the server's words why a sign-in failed, then comes in and out", async () => {
    const one = await openDashboard(browser, parley.url, { viewport })
    const { page } = one
    await signIn(page, "not the password")
    await page.getByRole("alert").getByText("password").waitFor()
    expect(one.failures.splice(0).every(line => line.includes("403"))).toBe(true)
    opened.push(one)
    await signIn(page)
    await title(page).getByText("Overview").waitFor()
    if (viewport === phone) await page.getByRole("button", { name: "Open menu" }).click()
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByRole("heading", { name: "Sign in" }).waitFor()
    expect((await page.request.get(`${parley.url}/dashboard/api/session`)).status()).toBe(401)
  })

  test("copies the quick start, and it works as it stands", async () => {
    const page = await enter()
    const calls = [/Copy: Make a user/, /Copy: Make a room/, /Copy: Send a message/]
    const answers = []
    for (const name of calls) {
      const { stdout } = await run("sh", ["-c", await copied(page, name)], {
        env: { ...process.env, KEY: apiKey },
      })
      answers.push(JSON.parse(stdout))
    }
    expect(answers.map(({ RC }) => RC)).toEqual([0, 0, 0])
    expect((await asUser(parley.url, answers[0].result.token, "GET", "/rooms/garden")).name).toBe(
      "Garden club",
    )
    await page.getByRole("tab", { name: "In a web page" }).click()
    const html = await copied(page, /Copy: Put the chat/)
    expect(html).toContain(`domain: "${parley.url}", clientKey: "${clientKey}"`)
    const script = /src="([^"]+)"/.exec(html)?.[1] ?? ""
    expect((await fetch(script)).status).toBe(200)
  })

  test("fills the API key into the quick start after saying the password again", async () => {
    const page = await enter()
    expect(await page.locator("pre").allTextContents()).not.toContainEqual(expect.stringContaining(apiKey))
    await page.getByRole("button", { name: "Fill in the API key" }).click()
    await dialog(page).getByLabel("Your password").fill(password)
    await dialog(page).getByRole("button", { name: "Fill in the API key" }).click()
    await page.locator("pre").filter({ hasText: apiKey }).first().waitFor()
  })

  test("finds a user and opens the chat as that user", async () => {
    const page = await enter()
    await goTo(page, "Users")
    await page.getByRole("searchbox", { name: "Id or nickname" }).fill("ali")
    await page.getByRole("button", { name: "Search" }).click()
    const table = page.getByRole("table", { name: "Users" })
    await table.getByRole("link", { name: "Bob" }).waitFor({ state: "detached" })
    await table.getByRole("link", { name: "Alice" }).click()
    await title(page).getByText("Alice").waitFor()
    await page.getByRole("button", { name: "Token and link" }).click()
    const link = dialog(page).getByRole("link", { name: "Open the chat" })
    const [chat] = await Promise.all([page.context().waitForEvent("page"), link.click()])
    await chat.getByText("Demo").first().waitFor()
    expect((await asUser(parley.url, await copied(page, "Copy: Token"), "GET", "/me"))._id).toBe("alice")
  })

  test("makes a user, gives them a name, and deletes them only after typing their id", async () => {
    const page = await enter("#/users")
    await page.getByRole("button", { name: "Create a user" }).click()
    await dialog(page).getByLabel("User id").fill("newcomer")
    await dialog(page).getByLabel("Nickname").fill("New Comer")
    await dialog(page).getByRole("button", { name: "Create" }).click()
    const token = await copied(page, "Copy: Token")
    expect((await asUser(parley.url, token, "GET", "/me")).nickname).toBe("New Comer")
    await dialog(page).getByRole("button", { name: "Close" }).last().click()
    await title(page).getByText("New Comer").waitFor()
    await page.getByRole("button", { name: "Delete" }).click()
    const confirm = dialog(page).getByRole("button", { name: "Delete user" })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog(page).getByLabel("Type newcomer to confirm").fill("newcomer")
    await confirm.click()
    await title(page).getByText("Users").waitFor()
    expect((await call(parley.url, "GET", "/me", { headers: userHeaders(token) })).status).toBe(401)
  })

  test("hides what was reported, says why, closes the report, and finds it all in the audit log", async () => {
    const { _id } = await write("bob", "buy followers now")
    await asUser(parley.url, cast.alice, "POST", "/reports", { message: _id, reason: "spam", text: "Again." })
    const page = await enter()
    await goTo(page, "Reports")
    const report = page.getByRole("article", { name: "Reported by Alice" })
    await report.getByText("buy followers now").waitFor()
    await report.getByRole("button", { name: "Hide" }).click()
    await report.getByText("Hidden").waitFor()
    await report.getByLabel("Note").fill("Spammer.")
    await report.getByRole("button", { name: "Close report" }).click()
    await report.waitFor({ state: "detached" })
    await page.getByRole("tab", { name: "Closed" }).click()
    await page.getByText("Spammer.").first().waitFor()
    const seen = await asUser(parley.url, cast.alice, "GET", "/rooms/demo-room/messages/v3")
    expect(seen.data.map((message: { _id: string }) => message._id)).not.toContain(_id)
    await goTo(page, "Audit log")
    const rows = page.getByRole("table", { name: "Audit log" }).getByRole("row").filter({ hasText: _id })
    await rows.first().waitFor()
  })

  test("searches messages, learns why there was no push, and deletes one for everybody", async () => {
    await write("bob", "a marmalade sandwich")
    const page = await enter("#/messages?search=marmalade")
    const found = page.getByRole("listitem").filter({ hasText: "a marmalade sandwich" })
    await found.getByRole("button", { name: "Why no push?" }).click()
    await dialog(page).getByText("This server has no credentials").waitFor()
    await page.keyboard.press("Escape")
    await found.getByRole("button", { name: "Delete" }).click()
    await dialog(page).getByRole("button", { name: "Delete" }).click()
    await page.getByText("Nothing found.").waitFor()
    const { data } = await asUser(parley.url, cast.alice, "GET", "/rooms/demo-room/messages/v3")
    expect(JSON.stringify(data)).not.toContain("marmalade")
  })

  test("rotates the client key; both work until the old one is ended", async () => {
    const works = async (key: string) =>
      (
        await call(parley.url, "GET", "/me", {
          headers: { "IM-CLIENT-KEY": key, "IM-Authorization": cast.alice },
        })
      ).status
    const page = await enter()
    await goTo(page, "Keys")
    const card = page.getByRole("region", { name: "Client key" })
    await card.getByRole("button", { name: "Rotate" }).click()
    await dialog(page).getByLabel("Your password").fill("not the password")
    await dialog(page).getByRole("button", { name: "Rotate" }).click()
    await dialog(page).getByRole("alert").getByText("password").waitFor()
    opened.at(-1)?.failures.splice(0)
    await dialog(page).getByLabel("Your password").fill(password)
    await dialog(page).getByRole("button", { name: "Rotate" }).click()
    await dialog(page).getByText("Copy it now.").waitFor()
    const next = await copied(page, "Copy: Client key", dialog(page))
    await dialog(page).getByRole("button", { name: "Close" }).last().click()
    expect([await works(next), await works(clientKey)]).toEqual([200, 200])
    await card.getByRole("button", { name: "End it now" }).click()
    await dialog(page).getByRole("button", { name: "End it now" }).click()
    await outcome(page).getByText("The old key has ended.").waitFor()
    expect([await works(next), await works(clientKey)]).toEqual([200, 403])
  })

  test("comes back to the same place when the session has ended meanwhile", async () => {
    const page = await enter("#/rooms/demo-room")
    await title(page).getByText("Demo").waitFor()
    await page.context().clearCookies()
    await page.getByRole("button", { name: "Freeze" }).click()
    await page.getByRole("heading", { name: "Sign in" }).waitFor()
    await signIn(page)
    await title(page).getByText("Demo").waitFor()
  })
})

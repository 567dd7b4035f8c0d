import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { ensureOperator } from "../../src/chat/operators.ts"
import { call, platform } from "../support/backend.ts"
import { desktop } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

export const password = "a-password-of-the-tests"

/** Names and words that would run if any page took them for markup. */
const evil = `<img src=x onerror="window.broken=1"><script>window.broken=1</script>`

export interface Desk extends Parley {
  /** Of an operator who is signed in already. */
  cookie: string
}

/** A server whose keys may be rotated, with an operator. */
export async function startDesk(): Promise<Desk> {
  const parley = await startParley("sqlite", { API_KEY: "", CLIENT_KEY: "", OPERATOR_PASSWORD: "" })
  await ensureOperator(parley.ctx, password)
  const { headers } = await call(parley.url, "POST", "/dashboard/api/session", {
    headers: { "X-Parley-Dashboard": "1" },
    body: { name: "operator", password },
  })
  return { ...parley, cookie: headers.get("set-cookie")?.split(";")[0]?.split("=")[1] ?? "" }
}

export interface OperatorsBrowser {
  page: Page
  /** What went wrong inside the page. */
  failures: string[]
}

interface Opening extends BrowserContextOptions {
  hash?: string
  /** With it the operator is signed in already. */
  cookie?: string
}

/** An operator's browser. */
export async function openDashboard(
  browser: Browser,
  url: string,
  { hash = "", cookie, ...options }: Opening = {},
): Promise<OperatorsBrowser> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: "en-GB",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  })
  if (cookie) await context.addCookies([{ name: "parley-operator", value: cookie, url: `${url}/dashboard` }])
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const failures: string[] = []
  page.on("pageerror", error => failures.push(String(error)))
  page.on("console", message => {
    // The first question, who is signed in, is answered by 401.
    if (message.type() === "error" && !message.text().includes("401")) failures.push(message.text())
  })
  await page.goto(`${url}/dashboard${hash}`)
  return { page, failures }
}

export async function signIn(page: Page, word = password): Promise<void> {
  await page.getByLabel("Operator").fill("operator")
  await page.getByLabel("Password").fill(word)
  await page.getByRole("button", { name: "Sign in" }).click()
}

export const title = (page: Page) => page.getByRole("main").getByRole("heading", { level: 1 })

/** Goes by the menu, which on a phone is opened first. */
export async function goTo(page: Page, name: string): Promise<void> {
  const opener = page.getByRole("button", { name: "Open menu" })
  if (await opener.isVisible()) await opener.click()
  await page.getByRole("navigation", { name: "Dashboard" }).getByRole("link", { name, exact: true }).click()
  await title(page).getByText(name, { exact: true }).waitFor()
}

/** Until everything that was asked for is there. */
export async function settled(page: Page): Promise<void> {
  await title(page).waitFor()
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"))
}

/** A room with somebody who means harm: nickname, room, message, file name. */
export async function makeHarm(url: string): Promise<void> {
  await platform(url, "POST", "/admin/clients", { _id: "mallory", nickname: evil, avatarUrl: "javascript:1" })
  await platform(url, "POST", "/rooms/", {
    _id: "harm",
    name: evil,
    roomType: "group",
    members: ["alice", "mallory"],
  })
  const say = (body: object) =>
    platform(url, "POST", "/messages", { room: "harm", sender: "mallory", ...body })
  await say({ messageType: "text", message: `harm ${evil}` })
  await say({
    messageType: "file",
    message: "my file",
    originalUrl: "javascript:1",
    extra: { fileName: evil },
  })
}

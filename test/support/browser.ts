import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

const builtPage = join(import.meta.dirname, "../../dist/web/chat/index.html")

/**
 * Starts the machine's Chromium without what only windows need; the pages must have been built.
 * @param more arguments beside the usual ones.
 */
export function startBrowser(more: string[] = []): Promise<Browser> {
  return start(process.env.CHROMIUM_SHELL_PATH ?? wholePath(), more)
}

/** Starts all of Chromium, which alone shows notices and receives pushes. */
export function startWholeBrowser(): Promise<Browser> {
  return start(wholePath(), [])
}

const wholePath = () => process.env.CHROMIUM_PATH ?? "/usr/bin/chromium"

function start(executablePath: string, more: string[]): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(`There is no ${executablePath}: install Chromium or set CHROMIUM_PATH`)
  if (!existsSync(builtPage)) throw new Error("The chat page is not built: run npm run build")
  return chromium.launch({ executablePath, args: [...args, ...more] })
}

export const desktop = { width: 1280, height: 800 }
export const phone = { width: 390, height: 844 }

/** A person with a browser of their own, and what went wrong inside it. */
export async function openPage(
  browser: Browser,
  url: string,
  viewport = desktop,
): Promise<{ page: Page; failures: string[] }> {
  const context = await browser.newContext({ viewport, locale: "en-GB", reducedMotion: "reduce" })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const failures: string[] = []
  page.on("pageerror", error => failures.push(String(error)))
  await page.goto(url)
  return { page, failures }
}

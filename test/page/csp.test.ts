import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { openPage, startBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

let browser: Browser
let parley: Parley
let alice: string

beforeAll(async () => {
  browser = await startBrowser()
  parley = await startParley("sqlite")
  alice = (await makeCast(parley.url)).alice
  await makeDemoRoom(parley.url)
})
afterAll(async () => {
  await browser?.close()
  await parley?.close()
})

const headersOf = async (path: string) =>
  (await fetch(parley.url + path, { headers: { accept: "text/html" } })).headers

test("the page runs only scripts and styles of this server, and turns text into neither", async () => {
  for (const path of ["/", "/chat"]) {
    const rules = ((await headersOf(path)).get("content-security-policy") ?? "").split(";")
    for (const rule of [
      ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "worker-src 'self'"],
      ...["manifest-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"],
      ...["require-trusted-types-for 'script'"],
      "trusted-types parley-worker parley-emoji",
    ]) {
      expect(rules).toContain(rule)
    }
    expect(rules.join()).not.toContain("unsafe")
  }
})

test("the page may ask for camera, microphone and place, and for nothing it has no use for", async () => {
  const policy = (await headersOf("/chat")).get("permissions-policy")?.split(", ")
  for (const rule of ["camera=(self)", "microphone=(self)", "geolocation=(self)", "payment=()", "usb=()"])
    expect(policy).toContain(rule)
})

test("the worker and the manifest are looked at anew each time, the worker for the whole origin", async () => {
  const worker = await fetch(`${parley.url}/sw.js`)
  expect([worker.status, worker.headers.get("cache-control")]).toEqual([200, "no-cache"])
  expect(worker.headers.get("content-type")).toMatch(/javascript/)
  // A plain script: not every browser takes modules as workers.
  expect(await worker.text()).not.toMatch(/^\s*(import|export)\b|\b(import|export)\s*\{/m)
  const manifest = await fetch(`${parley.url}/manifest.webmanifest`)
  expect(manifest.headers.get("content-type")).toMatch(/^application\/manifest\+json/)
  const { name, start_url, icons } = await manifest.json()
  expect([name, start_url]).toEqual(["Parley", "/chat"])
  for (const { src, type } of icons) {
    const icon = await fetch(parley.url + src)
    expect([src, icon.status, icon.headers.get("content-type")]).toEqual([
      src,
      200,
      expect.stringContaining(type),
    ])
  }
})

/** What the policy has stopped so far. */
const violations = (page: Page) => page.evaluate(() => (window as unknown as { stopped: string[] }).stopped)

async function openWatched(): Promise<{ page: Page; failures: string[]; complaints: string[] }> {
  const one = await openPage(browser, "about:blank")
  const complaints: string[] = []
  one.page.on("console", line => void (line.type() === "error" && complaints.push(line.text())))
  await one.page.addInitScript(() => {
    const stopped: string[] = []
    Object.assign(window, { stopped })
    document.addEventListener("securitypolicyviolation", event =>
      stopped.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    )
  })
  await one.page.goto(`${parley.url}/chat?token=${alice}&roomId=demo-room`)
  return { ...one, complaints }
}

test("nothing of the page itself is stopped: list, room, menus, emoji", async () => {
  const { page, failures, complaints } = await openWatched()
  const field = page.getByRole("textbox", { name: "Message" })
  await field.fill("under the policy")
  await field.press("Enter")
  const log = page.getByRole("log", { name: "Messages" })
  await log.getByText("under the policy").hover()
  await log.getByRole("button", { name: "Message options" }).first().click()
  await page.getByRole("menu").waitFor()
  await page.keyboard.press("Escape")
  await page.goto(`${parley.url}/chat`)
  await page.getByRole("navigation", { name: "Chats" }).getByRole("button", { name: /Demo/ }).first().click()
  await page.getByRole("button", { name: "Emoji and stickers" }).click()
  await page.locator("emoji-picker").getByRole("menuitem").first().click()
  await expect.poll(() => field.inputValue(), { timeout: 15_000 }).toMatch(/\p{Extended_Pictographic}/u)
  const size = await page.locator("emoji-picker").evaluate(element => element.getBoundingClientRect().height)
  expect(size).toBeGreaterThan(200)
  expect([await violations(page), failures, complaints]).toEqual([[], [], []])
  await page.context().close()
})

test("script and style that get into the page all the same do nothing", async () => {
  const { page } = await openWatched()
  await page.getByRole("textbox", { name: "Message" }).waitFor()
  const made = await page.evaluate(() => {
    const tries: Record<string, () => void> = {
      innerHTML: () => {
        document.body.innerHTML = "<img src=x onerror='window.broken=1'>"
      },
      scriptAddress: () => {
        document.createElement("script").src = "https://evil.example/x.js"
      },
      worker: () => void new Worker("https://evil.example/x.js"),
    }
    return Object.entries(tries).map(([name, act]) => {
      try {
        act()
        return `${name} went through`
      } catch (error) {
        return `${name} ${(error as Error).name}`
      }
    })
  })
  expect(made).toEqual(["innerHTML TypeError", "scriptAddress TypeError", "worker TypeError"])
  await page
    .evaluate(() => {
      const script = document.createElement("script")
      const style = document.createElement("style")
      style.textContent = "body { opacity: 0.123 }"
      document.head.append(script, style)
      document.body.setAttribute("onclick", "window.broken=1")
      document.body.click()
    })
    .catch(() => {})
  expect(await page.evaluate(() => getComputedStyle(document.body).opacity)).toBe("1")
  expect(await page.evaluate("window.broken")).toBeUndefined()
  await page.context().close()
})

test("pictures of other origins still show", async () => {
  const avatarUrl = `${parley.url.replace("127.0.0.1", "localhost")}/chat-assets/icons/icon-192.png`
  await platform(parley.url, "PUT", "/admin/clients/bob", { avatarUrl }).catch(() =>
    platform(parley.url, "POST", "/admin/clients", { _id: "bob", avatarUrl }),
  )
  const { page, failures } = await openWatched()
  await page.goto(`${parley.url}/chat?autoSelectRoom=0`)
  await platform(parley.url, "POST", "/rooms/", {
    _id: "direct",
    roomType: "direct",
    members: ["alice", "bob"],
  })
  const picture = page.getByRole("navigation", { name: "Chats" }).locator(`img[src="${avatarUrl}"]`).first()
  await picture.waitFor()
  const width = () => picture.evaluate(image => (image as HTMLImageElement).naturalWidth)
  await expect.poll(width, { timeout: 15_000 }).toBe(192)
  expect(failures).toEqual([])
  await page.context().close()
})

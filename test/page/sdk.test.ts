import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import packageInfo from "../../package.json" with { type: "json" }
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { openPage, startBrowser } from "../support/browser.ts"
import { clientKey, type Parley, startParley } from "../support/parley.ts"
import { type Hosts, startHosts } from "./host-pages.ts"

// biome-ignore lint/suspicious/noExplicitAny: what the script adds to the page
type Host = any

let browser: Browser
let parley: Parley
let hosts: Hosts
let cast: Awaited<ReturnType<typeof makeCast>>
let opened: Awaited<ReturnType<typeof openPage>>[] = []

beforeAll(async () => {
  browser = await startBrowser()
  parley = await startParley("sqlite", { CORS_ORIGINS: "https://elsewhere.example" })
  cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url)
  await platform(parley.url, "POST", "/rooms/", {
    ...{ _id: "side", name: "Side room", roomType: "group", members: ["alice", "bob"], roomTags: ["vip"] },
  })
  await say("bob", "welcome")
  const script = `<script src="${parley.url}/sdk/web/latest/imkit.min.js"></script>`
  const box = (id: string) => `<div id="${id}" style="width:700px;height:500px"></div>`
  hosts = await startHosts({
    "/": `<!doctype html>${box("imkit-container")}${box("other")}${script}`,
    "/older": `<!doctype html>${box("IMKitApp")}${script}`,
    "/empty": `<!doctype html>${script}`,
  })
})
afterAll(async () => {
  await browser?.close()
  await hosts?.close()
  await parley?.close()
})
afterEach(async () => {
  for (const { page, failures } of opened) {
    expect(failures).toEqual([])
    await page.context().close()
  }
  opened = []
})

/** Frames with a whole chat in them take their time on a busy machine. */
const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })

const say = (sender: string, message: string, room = "demo-room") =>
  platform(parley.url, "POST", "/messages", { room, sender, messageType: "text", message })

async function host(path = "/"): Promise<Page> {
  const one = await openPage(browser, hosts.url + path)
  opened.push(one)
  return one.page
}

/** Calls `init` in the page; what the callbacks are told is kept in `told`. */
const init = (page: Page, options: object = {}, name = "chat") =>
  page.evaluate(
    ({ options, name }) => {
      const here = window as Host
      here.told ??= []
      const tell = (what: string) => (value: unknown) => here.told.push([name, what, value])
      here[name] = here.IMKitUI.init({
        onReady: tell("ready"),
        onUnreadChange: tell("unread"),
        onMessage: tell("message"),
        onAuthError: tell("authError"),
        ...options,
      })
      return Object.keys(here[name] ?? {})
    },
    { options: { domain: parley.url, clientKey, token: cast.alice, ...options }, name },
  )

const told = (page: Page, what: string, name = "chat") =>
  page.evaluate(
    ({ what, name }) =>
      (window as Host).told
        .filter((one: Host) => one[0] === name && one[1] === what)
        .map((one: Host) => one[2]),
    { what, name },
  )
const order = (page: Page, what: string, value?: unknown) =>
  page.evaluate(({ what, value }) => (window as Host).chat[what](value), { what, value })

const chatIn = (page: Page, container = "#imkit-container") => page.frameLocator(`${container} iframe`)
const listed = (page: Page, name: RegExp, container?: string) =>
  chatIn(page, container).getByRole("navigation", { name: "Chats" }).getByRole("button", { name }).first()
const heading = (page: Page, name: string) => chatIn(page).getByRole("main").getByRole("heading", { name })
const unreadOf = async (token: string) => (await asUser(parley.url, token, "GET", "/me/badge")).badge

test("one call shows the chat and hands back what steers it; the host hears of the count and of messages", async () => {
  const page = await host()
  expect(await init(page, { autoSelectRoom: false })).toEqual([
    "openRoom",
    "setToken",
    "setDarkMode",
    "destroy",
  ])
  await soon(() => told(page, "ready")).toHaveLength(1)
  await soon(async () => (await told(page, "unread")).at(-1)).toBe(await unreadOf(cast.alice))
  const { _id } = await say("bob", "hello host")
  const heard = async () => (await told(page, "message")).map(({ _id, message }: Host) => [_id, message])
  await soon(heard).toEqual([[_id, "hello host"]])
  await soon(async () => (await told(page, "unread")).at(-1)).toBe(await unreadOf(cast.alice))

  await order(page, "openRoom", "demo-room")
  await heading(page, "Demo").waitFor()
  await soon(async () => (await told(page, "unread")).at(-1)).toBe(0)
  await chatIn(page).getByRole("textbox", { name: "Message" }).fill("hello Bob")
  await chatIn(page).getByRole("textbox", { name: "Message" }).press("Enter")
  await soon(async () => (await heard()).map((one: Host) => one[1])).toEqual(["hello host", "hello Bob"])

  const theme = () => chatIn(page).locator("html").getAttribute("data-theme")
  for (const [dark, name] of [
    [true, "dark"],
    [false, "light"],
  ]) {
    await order(page, "setDarkMode", dark)
    await soon(theme).toBe(name)
  }
})

test("options mean what the address means", async () => {
  const page = await host("/older")
  await init(page, { roomTag: "vip", darkMode: true, locale: "en-US" })
  await listed(page, /Side room/, "#IMKitApp").waitFor()
  expect(await listed(page, /Demo/, "#IMKitApp").count()).toBe(0)
  expect(await chatIn(page, "#IMKitApp").locator("html").getAttribute("data-theme")).toBe("dark")
  const alone = await host()
  await init(alone, { container: "#other", roomId: "side" })
  await chatIn(alone, "#other").getByRole("main").getByRole("heading", { name: "Side room" }).waitFor()
  expect(await chatIn(alone, "#other").getByRole("navigation", { name: "Chats" }).count()).toBe(0)
})

test("a dead token is told to the host, who gives another one, also another user's", async () => {
  const page = await host()
  await init(page, { token: "dead" })
  await soon(() => told(page, "authError")).toHaveLength(1)
  expect(await told(page, "ready")).toEqual([])
  await order(page, "setToken", cast.alice)
  await listed(page, /Demo/).waitFor()
  await order(page, "setToken", cast.carol)
  await chatIn(page).getByText("No conversations yet").waitFor()
  await say("bob", "not for Carol")
  await order(page, "setToken", cast.bob)
  await listed(page, /Demo.*not for Carol/s).waitFor()
  expect(await told(page, "message")).toEqual([])
  const { _id } = await say("alice", "for Bob")
  await soon(async () => (await told(page, "message")).map((one: Host) => one._id)).toEqual([_id])
})

test("several chats live side by side, and one that is destroyed is silent", async () => {
  const page = await host()
  await init(page, { autoSelectRoom: 0 }, "chat")
  await init(page, { autoSelectRoom: 0, container: "#other", token: cast.bob }, "second")
  for (const name of ["chat", "second"]) await soon(() => told(page, "ready", name)).toHaveLength(1)
  await order(page, "destroy")
  expect(await page.locator("#imkit-container iframe").count()).toBe(0)
  const before = (await told(page, "message")).length
  await say("alice", "one of the two hears it")
  await soon(() => told(page, "message", "second")).toHaveLength(1)
  expect(await told(page, "message")).toHaveLength(before)
})

test("a second call for a container takes the place of the first", async () => {
  const page = await host()
  await init(page, { autoSelectRoom: 0 }, "first")
  await init(page, { autoSelectRoom: 0 }, "chat")
  await soon(() => told(page, "ready")).toHaveLength(1)
  expect(await page.locator("#imkit-container iframe").count()).toBe(1)
  expect(await told(page, "ready", "first")).toEqual([])
})

test("what is missing or wrong is said in one sentence, and nothing happens", async () => {
  const page = await host("/empty")
  const lines: string[] = []
  page.on("console", line => lines.push(line.text()))
  const mistakes: [object, string][] = [
    [{ token: "" }, 'the option "token" is missing.'],
    [{ clientKey: 7 }, 'the option "clientKey" must be a text.'],
    [
      { domain: "chat.example.com" },
      'the option "domain" must be the chat server\'s address with https:// or http://, not "chat.example.com".',
    ],
    [{ onReady: "ready" }, 'the option "onReady" must be a function.'],
    [{}, 'the page has no element with the id "imkit-container".'],
    [{ container: "#none" }, 'the page has no element that matches "#none".'],
    [{ container: "##" }, '"##" is no selector.'],
  ]
  for (const [options] of mistakes) expect(await init(page, options)).toEqual([])
  expect(lines).toEqual(mistakes.map(([, sentence]) => `IMKitUI.init: ${sentence}`))
  expect(await page.locator("iframe").count()).toBe(0)
})

test("a host that does not know the token learns no messages, and other windows steer nothing", async () => {
  const page = await host()
  await init(page, { autoSelectRoom: 0, onMessage: undefined })
  await soon(() => told(page, "ready")).toHaveLength(1)
  await page.evaluate(origin => {
    const here = window as Host
    here.raw = []
    window.addEventListener("message", ({ data }) => here.raw.push(data.type))
    const chat = document.querySelector("iframe")?.contentWindow
    chat?.postMessage({ source: "imkit", type: "listen", token: "guessed" }, origin)
    // Another frame of the page poses as the chat, and as the host.
    const stranger = document.createElement("iframe")
    document.body.appendChild(stranger)
    const script = document.createElement("script")
    script.textContent = `
      parent.postMessage({ source: "imkit", type: "unread", total: 4711 }, "*")
      parent.frames[0].postMessage({ source: "imkit", type: "openRoom", roomId: "side" }, "*")`
    stranger.contentDocument?.body.appendChild(script)
    chat?.postMessage({ source: "imkit", type: "setDarkMode", darkMode: true }, origin)
  }, parley.url)
  await soon(() => chatIn(page).locator("html").getAttribute("data-theme")).toBe("dark")
  await say("bob", "a secret")
  await listed(page, /Demo.*a secret/s).waitFor()
  await soon(async () => (await told(page, "unread")).at(-1)).toBe(await unreadOf(cast.alice))
  expect(await page.evaluate(() => (window as Host).raw)).not.toContain("message")
  expect(await told(page, "unread")).not.toContain(4711)
  expect(await chatIn(page).getByRole("textbox", { name: "Message" }).count()).toBe(0)
})

test("reports go to the origin that embeds the page, and none goes to a page that must not", async () => {
  const strict = await startParley("sqlite", { FRAME_ANCESTORS: `${hosts.url},https://shop.example` })
  const { alice } = await makeCast(strict.url)
  const page = await host()
  await init(page, { domain: strict.url, token: alice })
  await soon(() => told(page, "ready")).toHaveLength(1)

  const foreign = await startHosts({ "/": `<iframe src="${strict.url}/chat?token=${alice}"></iframe>` })
  const other = await openPage(browser, "about:blank")
  opened.push(other)
  const refused = other.page.waitForEvent("console", line => /frame-ancestors/.test(line.text()))
  await other.page.goto(foreign.url)
  await refused
  await foreign.close()
  await strict.close()
})

test("the script is small, plain, typed, and loads from anywhere", async () => {
  const get = (name: string, version = "latest") => fetch(`${parley.url}/sdk/web/${version}/${name}`)
  const script = await get("imkit.min.js")
  expect(script.headers.get("access-control-allow-origin")).toBe("*")
  expect(gzipSync(await script.text()).length).toBeLessThan(6 * 1024)
  const types = await get("imkit.d.ts")
  expect(types.headers.get("access-control-allow-origin")).toBe("*")
  expect(await types.text()).toBe(
    readFileSync(join(import.meta.dirname, "../../web/sdk/types/imkit.d.ts"), "utf8"),
  )
  expect((await get("imkit.d.ts", packageInfo.version)).headers.get("cache-control")).toMatch(/immutable/)
})

test("a page that is opened as a file embeds the chat and is told of it, too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-shop-"))
  const file = join(folder, "shop.html")
  writeFileSync(
    file,
    `<!doctype html><div id="imkit-container" style="height:500px"></div>
    <script src="${parley.url}/sdk/web/latest/imkit.min.js"></script>`,
  )
  const one = await openPage(browser, pathToFileURL(file).href)
  opened.push(one)
  await init(one.page)
  await soon(() => told(one.page, "ready")).toHaveLength(1)
  await say("bob", "to a file")
  await soon(() => told(one.page, "message")).toEqual([expect.objectContaining({ message: "to a file" })])
  rmSync(folder, { recursive: true })
})

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Frame, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { Running } from "../process/running.ts"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { openPage, startBrowser } from "../support/browser.ts"
import { apiKey, baseSettings, type Parley, startParley } from "../support/parley.ts"
import { startHosts } from "./host-pages.ts"

let browser: Browser
let parley: Parley
let cast: Awaited<ReturnType<typeof makeCast>>
let opened: Awaited<ReturnType<typeof openPage>>[] = []

beforeAll(async () => {
  browser = await startBrowser()
  parley = await startParley("sqlite")
  cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url)
  const make = (_id: string, name: string, members: string[], roomTags: string[] = []) =>
    platform(parley.url, "POST", "/rooms/", { _id, name, roomType: "group", members, roomTags })
  await make("tagged", "Tagged room", ["alice", "bob"], ["vip"])
  await make("bobs", "Room of Bob", ["bob", "carol"])
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

async function open(address: string): Promise<Page> {
  const one = await openPage(browser, "about:blank")
  opened.push(one)
  await one.page.goto(parley.url + address)
  return one.page
}

const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })
const listed = (page: Page | Frame, name: string | RegExp) =>
  page.getByRole("navigation", { name: "Chats" }).getByRole("button", { name }).first()
const field = (page: Page) => page.getByRole("textbox", { name: "Message" })
const heading = (page: Page, name: string) => page.getByRole("main").getByRole("heading", { name })
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme)
const stored = (page: Page) => page.evaluate(() => localStorage.getItem("Parley:token"))
const go = (page: Page, hash: string) =>
  page.evaluate(to => {
    location.hash = to
  }, hash)

test("a token before the hash is kept and replaced in the history, and the other parameters stay", async () => {
  const page = await open(`/?token=${cast.alice}&roomId=demo-room&autoSelectRoom=0#/`)
  await field(page).waitFor()
  expect(page.url()).toBe(`${parley.url}/?roomId=demo-room&autoSelectRoom=0#/`)
  expect(await stored(page)).toBe(cast.alice)
  expect(await page.evaluate(() => history.length)).toBe(2)
})

test("a token inside the hash signs in, is kept, and goes; darkMode stays", async () => {
  const page = await open(`/chat#/?darkMode=1&token=${cast.alice}`)
  await listed(page, /Demo/).waitFor()
  expect(page.url()).toBe(`${parley.url}/chat#/?darkMode=1`)
  expect([await stored(page), await theme(page)]).toEqual([cast.alice, "dark"])
})

test("another token inside the hash switches the user, who sees nothing of the one before", async () => {
  const page = await open(`/chat?token=${cast.alice}&roomTag=`)
  await listed(page, /Tagged/).click()
  await field(page).fill("a secret of Alice")
  await go(page, `#/?token=${cast.carol}`)
  await listed(page, /Room of Bob/).waitFor()
  expect(await listed(page, /Tagged|Demo/).count()).toBe(0)
  expect(page.url()).not.toContain(cast.carol)
  expect(await stored(page)).toBe(cast.carol)
  await listed(page, /Room of Bob/).click()
  await field(page).waitFor()
  expect(await field(page).inputValue()).toBe("")
  const isConnected = async (id: string) => {
    const { members } = await asUser(parley.url, cast.bob, "GET", "/rooms/tagged")
    return members.find(({ _id }: { _id: string }) => _id === id).isSocketConnected
  }
  await soon(() => isConnected("alice")).toBe(false)
})

test("the theme follows the hash live, and words that mean nothing leave it to the system", async () => {
  const page = await open(`/chat?token=${cast.alice}`)
  await page.emulateMedia({ colorScheme: "light" })
  await soon(() => theme(page)).toBe("light")
  await go(page, "#/?darkMode=true")
  await soon(() => theme(page)).toBe("dark")
  await go(page, "#/?darkMode=dark")
  await soon(() => theme(page)).toBe("light")
  await page.emulateMedia({ colorScheme: "dark" })
  await soon(() => theme(page)).toBe("dark")
  await go(page, "#/?darkMode=0")
  await soon(() => theme(page)).toBe("light")
})

test("roomId shows that room alone, wins over autoSelectRoom, and may change inside the hash", async () => {
  const page = await open(`/chat?token=${cast.alice}&autoSelectRoom=0#/?roomId=demo-room`)
  await heading(page, "Demo").waitFor()
  expect(await page.getByRole("navigation", { name: "Chats" }).count()).toBe(0)
  await go(page, "#/?roomId=tagged")
  await heading(page, "Tagged room").waitFor()
  await go(page, "#/?roomId=bobs")
  await page.getByText("This conversation is not available").waitFor()
  expect(await page.getByRole("navigation", { name: "Chats" }).count()).toBe(0)
})

test("autoSelectRoom=0 opens no room; roomTag lists only rooms with the tag", async () => {
  const page = await open(`/chat?token=${cast.alice}&autoSelectRoom=0`)
  await listed(page, /Demo/).waitFor()
  expect(await field(page).count()).toBe(0)
  const tagged = await open(`/chat?token=${cast.alice}&roomTag=vip`)
  await heading(tagged, "Tagged room").waitFor()
  expect(await listed(tagged, /Demo/).count()).toBe(0)
})

test("the locale of the address decides how times are written", async () => {
  await platform(parley.url, "POST", "/messages", {
    ...{ room: "demo-room", sender: "bob", messageType: "text", message: "at what time?" },
  })
  const american = await open(`/chat?token=${cast.alice}&locale=en-US`)
  await listed(american, /Demo.*\d (AM|PM)/s).waitFor()
  const british = await open(`/chat?token=${cast.alice}&locale=en-GB`)
  await listed(british, /Demo.*\d\d:\d\d/s).waitFor()
  expect(await listed(british, /AM|PM/).count()).toBe(0)
})

test("a token that the server refuses is forgotten, at first and while the page is open", async () => {
  const dead = await open("/chat?token=dead")
  await dead.getByText("You are not signed in").waitFor()
  expect(await stored(dead)).toBeNull()

  const { token } = await platform(parley.url, "POST", "/admin/clients", {
    ...{ _id: "dora", nickname: "Dora", issueAccessToken: true },
  })
  const live = await open(`/chat?token=${token}`)
  await live.getByText("No conversations yet").waitFor()
  await platform(parley.url, "DELETE", "/admin/clients/dora/token")
  await live.getByText("You are not signed in").waitFor()
  expect(await stored(live)).toBeNull()
  await live.reload()
  await live.getByText("You are not signed in").waitFor()
})

test("a native app around the page learns which room is open, in each of its three ways", async () => {
  const one = await openPage(browser, "about:blank")
  opened.push(one)
  const { page } = one
  await page.addInitScript(() => {
    const told: unknown[] = []
    const by = (name: string) => ({ postMessage: (value: unknown) => told.push([name, value]) })
    const ways = {
      imkit: by("android"),
      ReactNativeWebView: by("react"),
      webkit: { messageHandlers: { imkit: by("ios") } },
    }
    Object.assign(window, { told, ...ways })
  })
  await page.goto(`${parley.url}/chat?token=${cast.alice}&autoSelectRoom=0`)
  await listed(page, /Demo/).click()
  await heading(page, "Demo").waitFor()
  await listed(page, /Tagged/).click()
  await heading(page, "Tagged room").waitFor()
  const report = (type: string, roomId: string) => [
    ["ios", { type, roomId }],
    ["android", JSON.stringify({ type, roomId })],
    ["react", JSON.stringify({ type, roomId })],
  ]
  expect(await page.evaluate(() => (window as unknown as { told: unknown[] }).told)).toEqual([
    ...report("imkit:enterRoom", "demo-room"),
    ...report("imkit:leaveRoom", "demo-room"),
    ...report("imkit:enterRoom", "tagged"),
  ])
})

test("a frame whose storage is refused works from memory", async () => {
  const address = `${parley.url}/chat?token=${cast.alice}&amp;roomId=demo-room`
  const host = await startHosts({
    "/": `<iframe sandbox="allow-scripts" width=800 height=600 src="${address}">`,
  })
  const one = await openPage(browser, host.url)
  opened.push(one)
  const frame = one.page.frameLocator("iframe")
  await frame.getByRole("textbox", { name: "Message" }).fill("without a storage")
  await frame.getByRole("textbox", { name: "Message" }).press("Enter")
  await frame.getByRole("log", { name: "Messages" }).getByText("without a storage").waitFor()
  expect(
    await one.page.frames()[1]?.evaluate(() => {
      try {
        return localStorage.length
      } catch (error) {
        return (error as Error).name
      }
    }),
  ).toBe("SecurityError")
  const said = async () =>
    (await asUser(parley.url, cast.alice, "GET", "/rooms/demo-room")).lastMessage.message
  await soon(said).toBe("without a storage")
  await host.close()
})

test("the token reaches neither a referrer nor the server's log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-address-"))
  const picture = await startHosts({ "/picture.png": { type: "image/png", body: "" } })
  const { HOST, PORT, ...keys } = baseSettings
  const server = await Running.start(folder, { ...keys, NODE_ENV: "production", LOG_LEVEL: "trace" })
  const make = { _id: "alice", avatarUrl: `${picture.url}/picture.png`, issueAccessToken: true }
  const { token } = await platform(server.url, "POST", "/admin/clients", make)
  await makeDemoRoom(server.url, ["alice"])
  const one = await openPage(browser, `${server.url}/chat?token=${token}`)
  opened.push(one)
  await listed(one.page, /Demo/).waitFor()
  await one.page.goto(`${server.url}/?token=${token}#/`)
  await listed(one.page, /Demo/).waitFor()
  await soon(() => picture.asked.length).toBeGreaterThan(0)
  expect(picture.asked.map(({ headers }) => headers.referer)).toEqual(picture.asked.map(() => undefined))
  await one.page.goto("about:blank")
  await server.stop()
  expect(server.stdout).toContain("listening")
  for (const secret of [token, apiKey]) expect(server.stdout + server.stderr).not.toContain(secret)
  await picture.close()
  rmSync(folder, { recursive: true, force: true })
})

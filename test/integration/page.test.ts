import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { desktop, openPage, phone, startBrowser } from "../support/browser.ts"
import { startProxy } from "../support/flaky-proxy.ts"
import { clientKey, type Parley, startParley } from "../support/parley.ts"

const evil = `<img src=x onerror="window.broken=1"><script>window.broken=1</script>`

describe("two people with browsers", () => {
  let browser: Browser
  let parley: Parley
  let cast: Awaited<ReturnType<typeof makeCast>>
  let opened: Awaited<ReturnType<typeof openPage>>[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    parley = await startParley("sqlite")
    cast = await makeCast(parley.url)
    await makeDemoRoom(parley.url)
    await makeRoom("side-room", "Side room")
    await write("bob", "Welcome to the demo")
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

  const makeRoom = (_id: string, name: string, members = ["alice", "bob"]) =>
    platform(parley.url, "POST", "/rooms/", { _id, name, roomType: "group", members })

  const write = (sender: string, message: string, room = "demo-room") =>
    platform(parley.url, "POST", "/messages", { room, sender, messageType: "text", message })

  async function open(who: "alice" | "bob", query = "", viewport = desktop): Promise<Page> {
    const one = await openPage(browser, `${parley.url}/chat?token=${cast[who]}${query}`, viewport)
    opened.push(one)
    return one.page
  }

  const listed = (page: Page, name: string | RegExp) =>
    page.getByRole("navigation", { name: "Chats" }).getByRole("button", { name })
  const log = (page: Page) => page.getByRole("log", { name: "Messages" })
  const field = (page: Page) => page.getByRole("textbox", { name: "Message" })
  const title = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 })

  async function say(page: Page, words: string): Promise<void> {
    await field(page).fill(words)
    await field(page).press("Enter")
  }

  test("they see the room, write to each other, and see that they are read", async () => {
    const alice = await open("alice", "&roomId=demo-room")
    const bob = await open("bob", "&roomId=demo-room")
    await title(alice).getByText("Demo").waitFor()
    await say(alice, "Hello Bob 👋")
    await log(bob).getByText("Hello Bob 👋").waitFor()
    await say(bob, "Hello Alice")
    await log(alice).getByText("Hello Alice").waitFor()
    await log(alice).getByRole("img", { name: "Read", exact: true }).last().waitFor()
    expect(await log(alice).getByText("Hello Bob 👋").count()).toBe(1)
    expect(await log(bob).getByText("Hello Alice").count()).toBe(1)
  })

  test("one sees that the other types, and it is gone with the message", async () => {
    const alice = await open("alice", "&roomId=demo-room")
    const bob = await open("bob", "&roomId=demo-room")
    await field(alice).waitFor()
    await field(bob).pressSequentially("I am thin")
    const typing = alice.getByRole("img", { name: "Bob is typing" })
    await typing.waitFor()
    await field(bob).press("Enter")
    await log(alice).getByText("I am thin").waitFor()
    await typing.waitFor({ state: "detached" })
  })

  test("the badge of a room that is not open rises with each message and falls when it is opened", async () => {
    const alice = await open("alice", "&autoSelectRoom=0")
    await write("bob", "one", "side-room")
    await listed(alice, /Side room.*1 unread message\b/).waitFor()
    await write("bob", "two", "side-room")
    await listed(alice, /Side room.*2 unread messages/).waitFor()
    await listed(alice, /Side room/).click()
    await log(alice).getByText("two").waitFor()
    await listed(alice, /unread/).waitFor({ state: "detached" })
    await expect
      .poll(async () => (await asUser(parley.url, cast.alice, "GET", "/rooms/side-room")).unread)
      .toBe(0)
  })

  test("a room that is made meanwhile appears with its first message, counted once", async () => {
    const alice = await open("alice", "&autoSelectRoom=0")
    await listed(alice, /Demo/).waitFor()
    await makeRoom("later-room", "Later room")
    await write("bob", "first words", "later-room")
    await listed(alice, /Later room.*first words.*1 unread message\b/).waitFor()
  })

  test("older messages come when one scrolls up, each once", async () => {
    await makeRoom("long-room", "Long room")
    for (let n = 1; n <= 75; n++) await write(n % 2 ? "alice" : "bob", `line ${n}.`, "long-room")
    const alice = await open("alice", "&roomId=long-room")
    await log(alice).getByText("line 75.", { exact: true }).waitFor()
    expect(await log(alice).getByText("line 1.", { exact: true }).count()).toBe(0)
    // Only what is near is drawn: what is seen on the way up is put together.
    const seen = new Set<string>()
    await expect
      .poll(
        async () => {
          const drawn = await log(alice)
            .getByText(/^line \d+\.$/)
            .allTextContents()
          expect(new Set(drawn).size).toBe(drawn.length)
          for (const words of drawn) seen.add(words)
          await log(alice).evaluate(element => element.scrollBy(0, -400))
          return seen.size
        },
        { timeout: 15_000 },
      )
      .toBe(75)
  })

  test("after a time without a connection everything that happened shows, however far up", async () => {
    const proxy = await startProxy(parley.url)
    await makeRoom("lost-room", "Lost room")
    const { _id: first } = await write("bob", "a line to edit", "lost-room")
    const { _id: second } = await write("bob", "a line to delete", "lost-room")
    for (let n = 1; n <= 40; n++) await write("bob", `filler ${n}.`, "lost-room")
    const one = await openPage(browser, `${proxy.url}/chat?token=${cast.alice}&autoSelectRoom=0`)
    opened.push(one)
    const alice = one.page
    await listed(alice, /Lost room/).click()
    await log(alice).getByText("filler 1.", { exact: true }).waitFor()
    await expect
      .poll(async () => {
        await log(alice).evaluate(element => element.scrollTo(0, 0))
        return log(alice).getByText("a line to edit").count()
      })
      .toBe(1)
    proxy.refuse(true)
    proxy.cut()
    await alice
      .getByRole("status")
      .getByText(/connect/i)
      .waitFor()
    await asUser(parley.url, cast.bob, "POST", "/rooms/lost-room/message", {
      _id: first,
      message: "edited away",
    })
    await platform(parley.url, "DELETE", `/rooms/lost-room/messages/${second}`, undefined, "bob")
    await write("bob", "said meanwhile", "lost-room")
    await write("bob", "elsewhere meanwhile", "side-room")
    await say(alice, "written without a connection")
    proxy.refuse(false)
    await log(alice).getByText("said meanwhile").waitFor()
    await listed(alice, /Side room.*elsewhere meanwhile/).waitFor()
    const lastSaid = async () =>
      (await asUser(parley.url, cast.bob, "GET", "/rooms/lost-room")).lastMessage?.message
    await expect.poll(lastSaid, { timeout: 15_000 }).toBe("written without a connection")
    expect(await log(alice).getByText("written without a connection").count()).toBe(1)
    await expect
      .poll(async () => {
        await log(alice).evaluate(element => element.scrollTo(0, 0))
        return log(alice).getByText("edited away").count()
      })
      .toBe(1)
    expect(await log(alice).getByText("a line to delete").count()).toBe(0)
    await alice.context().close()
    await proxy.close()
  })

  test("the token leaves the address at once, and a reload needs it no more", async () => {
    const alice = await open("alice", "&roomId=demo-room")
    await field(alice).waitFor()
    expect(alice.url()).toBe(`${parley.url}/chat?roomId=demo-room`)
    await alice.goto(`${parley.url}/chat`)
    await listed(alice, /Demo/).waitFor()
  })

  test("without a token nobody is let in and nothing is called", async () => {
    const one = await openPage(browser, "about:blank")
    opened.push(one)
    const calls: string[] = []
    one.page.on("request", request => calls.push(new URL(request.url()).pathname))
    await one.page.goto(`${parley.url}/chat`)
    await one.page.getByText("You are not signed in").waitFor()
    expect(calls.filter(path => path.startsWith("/me") || path.startsWith("/rooms"))).toEqual([])
  })

  test("a dead token shows the same page", async () => {
    const one = await openPage(browser, `${parley.url}/chat?token=dead`)
    opened.push(one)
    await one.page.getByText("You are not signed in").waitFor()
  })

  test("markup in names, rooms and texts is shown and never run", async () => {
    await platform(parley.url, "POST", "/admin/clients", { _id: "mallory", nickname: evil })
    await makeRoom("evil-room", evil, ["alice", "bob", "mallory"])
    const alice = await open("alice", "&autoSelectRoom=0")
    const texts = [
      evil,
      "[click](javascript:window.broken=1)",
      "javascript:window.broken=1",
      "</textarea><b>x",
    ]
    for (const message of texts) await write("mallory", message, "evil-room")
    await platform(parley.url, "POST", "/messages", {
      ...{ room: "evil-room", sender: "mallory", messageType: "image", message: evil },
      ...{
        originalUrl: `javascript:window.broken=1//"><script>window.broken=1</script>`,
        thumbnailUrl: evil,
      },
    })
    await platform(parley.url, "POST", "/messages", {
      ...{ room: "evil-room", sender: "mallory", messageType: "file", message: evil },
      ...{ originalUrl: "javascript:window.broken=1", extra: { fileName: evil } },
    })
    await write("mallory", "the end", "evil-room")
    await listed(alice, /onerror/)
      .first()
      .click()
    await log(alice).getByText("the end").waitFor()
    await log(alice).getByText(evil, { exact: true }).first().waitFor()
    expect(await alice.locator("a[href^='javascript' i]").count()).toBe(0)
    expect(await log(alice).locator("script, [onerror]").count()).toBe(0)
    expect(await alice.evaluate("window.broken")).toBeUndefined()
  })

  test("on a phone there is the list or the room, on a desktop both", async () => {
    const small = await open("alice", "&autoSelectRoom=0", phone)
    const fits = (page: Page) =>
      page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
    await listed(small, /Demo/).click()
    await field(small).waitFor()
    await listed(small, /Demo/).waitFor({ state: "hidden" })
    expect(await fits(small)).toBe(true)
    await write("bob", `a-very-long-word-${"x".repeat(200)}`)
    await log(small)
      .getByText(/a-very-long-word/)
      .waitFor()
    expect(await fits(small)).toBe(true)
    await small.getByRole("button", { name: "Back to chats" }).click()
    await listed(small, /Demo/).waitFor()
    expect(await field(small).isVisible()).toBe(false)

    const wide = await open("bob")
    await listed(wide, /Demo/).waitFor()
    await field(wide).waitFor()
    expect(await listed(wide, /Demo/).isVisible()).toBe(true)
    expect(await fits(wide)).toBe(true)
  })
})

describe("a page of another origin", () => {
  let browser: Browser
  let parley: Parley
  let host: Server
  let token: string

  beforeAll(async () => {
    browser = await startBrowser()
    parley = await startParley("sqlite")
    token = (await makeCast(parley.url)).alice
    await makeDemoRoom(parley.url)
    const options = JSON.stringify({ domain: parley.url, clientKey, token })
    host = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(
        `<!doctype html><title>Shop</title><div id="imkit-container" style="height:600px"></div>
        <script src="${parley.url}/sdk/web/latest/imkit.min.js"></script>
        <script>IMKitUI.init(${options})</script>`,
      )
    })
    await new Promise<void>(resolve => host.listen(0, "127.0.0.1", resolve))
  })
  afterAll(async () => {
    await browser?.close()
    host?.close()
    await parley?.close()
  })

  test("embeds the chat with one script and one call", async () => {
    const { port } = host.address() as AddressInfo
    const { page, failures } = await openPage(browser, `http://127.0.0.1:${port}/`)
    const chat = page.frameLocator("#imkit-container iframe")
    await chat.getByRole("navigation").getByRole("button", { name: /Demo/ }).click()
    await chat.getByRole("textbox", { name: "Message" }).fill("From the shop")
    await chat.getByRole("button", { name: "Send" }).click()
    await chat.getByRole("log", { name: "Messages" }).getByText("From the shop").waitFor()
    await expect
      .poll(async () => (await asUser(parley.url, token, "GET", "/rooms/demo-room")).lastMessage?.message)
      .toBe("From the shop")
    expect(failures).toEqual([])
  })
})

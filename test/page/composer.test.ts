import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { asUser, platform } from "../support/backend.ts"
import { phone } from "../support/browser.ts"
import { button, field, log, type Stage, setStage } from "./composer-stage.ts"

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.close())
afterEach(() => stage.clear())

const write = (room: string, sender: string, message: string) =>
  platform(stage.parley.url, "POST", "/messages", { room, sender, messageType: "text", message })

const asAlice = (method: string, path: string, body?: unknown) =>
  asUser(stage.parley.url, stage.tokens.alice, method, path, body)

async function reply(page: Page, words: string): Promise<void> {
  await log(page).getByText(words).hover()
  await log(page).getByRole("button", { name: "Reply", exact: true }).first().click()
}

const modeBar = (page: Page, title: string) => page.locator("form").getByText(title, { exact: true })

test("a reply says whom it answers, and the other person gets what it quotes", async () => {
  const room = await stage.room()
  const question = await write(room, "bob", "Shall we meet?")
  const alice = await stage.open("alice", room)
  const bob = await stage.open("bob", room)
  await reply(alice, "Shall we meet?")
  await modeBar(alice, "Reply to Bob").waitFor()
  await alice.keyboard.type("Gladly")
  await alice.keyboard.press("Enter")
  await modeBar(alice, "Reply to Bob").waitFor({ state: "detached" })
  await log(bob).getByText("Gladly").waitFor()
  const said = (await stage.heard(room)).at(-1)
  expect(said).toMatchObject({ message: "Gladly", reply: { _id: question._id, message: "Shall we meet?" } })
})

test("Escape ends a reply, and only then leaves the field empty-handed", async () => {
  const room = await stage.room()
  await write(room, "bob", "Shall we meet?")
  const alice = await stage.open("alice", room)
  await reply(alice, "Shall we meet?")
  await modeBar(alice, "Reply to Bob").waitFor()
  await alice.keyboard.type("Never mind")
  await alice.keyboard.press("Escape")
  await modeBar(alice, "Reply to Bob").waitFor({ state: "detached" })
  expect(await field(alice).inputValue()).toBe("Never mind")
  await alice.keyboard.press("Enter")
  expect((await stage.newest(room, "text")).reply).toBeUndefined()
})

test("what is answered and recalled meanwhile is answered no more", async () => {
  const room = await stage.room()
  const { _id } = await write(room, "bob", "Shall we meet?")
  const alice = await stage.open("alice", room)
  await reply(alice, "Shall we meet?")
  await modeBar(alice, "Reply to Bob").waitFor()
  await asUser(stage.parley.url, stage.tokens.bob, "POST", `/rooms/${room}/message`, {
    _id,
    messageType: "recall",
  })
  await modeBar(alice, "Reply to Bob").waitFor({ state: "detached" })
})

test("a draft, whom it names and what it answers are there again after a reload", async () => {
  const room = await stage.room(["alice", "bob", "carol"])
  const question = await write(room, "bob", "Shall we meet?")
  const alice = await stage.open("alice", room)
  await reply(alice, "Shall we meet?")
  await alice.keyboard.type("Ask @car")
  await alice.getByRole("option", { name: "Carol" }).waitFor()
  await alice.keyboard.press("Enter")
  await alice.keyboard.type("too")
  await alice.reload()
  await modeBar(alice, "Reply to Bob").waitFor()
  await expect.poll(() => field(alice).inputValue()).toBe("Ask @Carol too")
  await field(alice).press("Enter")
  expect(await stage.newest(room, "text")).toMatchObject({
    message: "Ask @carol too",
    mentions: ["carol"],
    reply: { _id: question._id },
  })
  await alice.reload()
  await field(alice).waitFor()
  expect(await field(alice).inputValue()).toBe("")
  expect(await modeBar(alice, "Reply to Bob").count()).toBe(0)
})

test("an edit leaves the draft as it was; ArrowUp begins it and Escape ends it", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await field(alice).fill("frist")
  await field(alice).press("Enter")
  await stage.newest(room, "text")
  await field(alice).press("ArrowUp")
  const editing = alice.getByRole("textbox", { name: "Edit message" })
  await expect.poll(() => editing.inputValue()).toBe("frist")
  await editing.fill("first")
  await editing.press("Enter")
  await expect.poll(async () => (await stage.heard(room)).at(-1).message).toBe("first")
  await field(alice).press("ArrowUp")
  await editing.press("Escape")
  expect(await field(alice).inputValue()).toBe("")
})

test("somebody is mentioned by keys alone, and their room says so", async () => {
  const room = await stage.room(["alice", "bob", "carol"])
  const alice = await stage.open("alice", room)
  await field(alice).focus()
  await alice.keyboard.type("Hi @")
  const list = alice.getByRole("listbox", { name: "People to mention" })
  await list.waitFor()
  expect(await list.getByRole("option").allTextContents()).toEqual([
    expect.stringContaining("Bob"),
    expect.stringContaining("Carol"),
  ])
  await alice.keyboard.press("ArrowDown")
  const active = await field(alice).getAttribute("aria-activedescendant")
  expect(await list.getByRole("option", { selected: true }).getAttribute("id")).toBe(active)
  await alice.keyboard.press("Tab")
  await list.waitFor({ state: "detached" })
  expect(await field(alice).inputValue()).toBe("Hi @Carol ")
  await alice.keyboard.type("and mail me@bob")
  expect(await list.count()).toBe(0)
  await alice.keyboard.press("Enter")
  expect(await stage.newest(room, "text")).toMatchObject({
    message: "Hi @carol and mail me@bob",
    mentions: ["carol"],
  })
  const seen = await asUser(stage.parley.url, stage.tokens.carol, "GET", `/rooms/${room}`)
  expect(seen.isMentioned).toBe(true)
  await log(alice).getByText("@Carol").waitFor()
})

test("Escape closes the list of people and nothing else", async () => {
  const alice = await stage.open("alice", await stage.room())
  await field(alice).focus()
  await alice.keyboard.type("Hi @b")
  const list = alice.getByRole("listbox", { name: "People to mention" })
  await list.waitFor()
  await alice.keyboard.press("Escape")
  await list.waitFor({ state: "detached" })
  expect(await field(alice).inputValue()).toBe("Hi @b")
})

test("an emoji goes in at the caret", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await field(alice).fill("Hello world")
  await field(alice).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(5, 5))
  await button(alice, "Emoji and stickers").click()
  const picker = alice.locator("emoji-picker")
  await picker.getByRole("combobox").fill("red heart")
  await picker.getByRole("option").first().click()
  await expect.poll(() => field(alice).inputValue()).toBe("Hello❤️ world")
  await alice.keyboard.press("Escape")
  await picker.waitFor({ state: "detached" })
  await alice.keyboard.press("Enter")
  expect((await stage.newest(room, "text")).message).toBe("Hello❤️ world")
})

test("the emoji come from this server alone", async () => {
  const alice = await stage.open("alice", await stage.room())
  const hosts = new Set<string>()
  alice.on("request", request => hosts.add(new URL(request.url()).host))
  await button(alice, "Emoji and stickers").click()
  await alice.locator("emoji-picker").getByRole("menuitem").first().waitFor()
  expect([...hosts]).toEqual([new URL(stage.parley.url).host])
})

test("very long text is taken whole, in a field that stays small", async () => {
  const room = await stage.room()
  const permissions = ["clipboard-read", "clipboard-write"]
  const alice = await stage.open("alice", room, { viewport: phone, permissions })
  const long = Array.from({ length: 2000 }, (_, n) => `line ${n} of very many`).join("\n")
  await field(alice).focus()
  await alice.evaluate(words => navigator.clipboard.writeText(words), long)
  await alice.keyboard.press("Control+V")
  await expect.poll(() => field(alice).inputValue()).toBe(long)
  const box = await field(alice).boundingBox()
  expect(box?.height).toBeLessThan(260)
  await button(alice, "Send").click()
  expect((await stage.newest(room, "text")).message).toBe(long)
})

test("Shift and Enter begins a line, and what an input method is composing is not sent", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await field(alice).focus()
  await alice.keyboard.type("one")
  await alice.keyboard.press("Shift+Enter")
  await alice.keyboard.type("two")
  await field(alice).evaluate(element =>
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true })),
  )
  expect(await field(alice).inputValue()).toBe("one\ntwo")
  await alice.keyboard.press("Enter")
  expect((await stage.newest(room, "text")).message).toBe("one\ntwo")
})

test("who may not write reads why in the place of the field", async () => {
  const frozen = await stage.room()
  const alice = await stage.open("alice", frozen)
  await platform(stage.parley.url, "PUT", `/rooms/${frozen}`, { status: 0 })
  await alice.getByText("This conversation is closed. Nobody can write here.").waitFor()
  expect(await field(alice).count()).toBe(0)
  await platform(stage.parley.url, "PUT", `/rooms/${frozen}`, { status: 1 })
  await field(alice).waitFor()

  const direct = await stage.room(["alice", "bob"], { roomType: "direct" })
  const bob = await stage.open("bob", direct)
  await asAlice("POST", "/blockStatus/my/bob")
  await bob.getByText("You cannot write to this person.").waitFor()
  const again = await stage.open("alice", frozen)
  await again.goto(`${stage.parley.url}/chat?roomId=${direct}`)
  await again.getByText("You have blocked this person. Unblock them to write.").waitFor()
  await asAlice("DELETE", "/blockStatus/my/bob")
  await field(bob).waitFor()

  await platform(stage.parley.url, "POST", `/blockStatus/room/${frozen}/alice`)
  await alice.getByText("You cannot write in this conversation any more.").waitFor()
})

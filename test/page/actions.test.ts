import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { flawsOf } from "../support/axe.ts"
import { phone } from "../support/browser.ts"
import { line, log, setTimelineStage, type TimelineStage } from "./timeline-stage.ts"

vi.setConfig({ testTimeout: 60_000 })

let stage: TimelineStage

beforeAll(async () => {
  stage = await setTimelineStage()
})
afterAll(() => stage?.close())
afterEach(() => stage.closePages())

type Page = Awaited<ReturnType<TimelineStage["open"]>>

const menuOf = (page: Page) => page.getByRole("dialog", { name: "Message options" })
const item = (page: Page, name: string) => menuOf(page).getByRole("menuitem", { name, exact: true })

/** By the pointer: the bar appears beside the message, and its last button opens the menu. */
async function openMenu(page: Page, words: string): Promise<void> {
  await line(page, words).locator(".bubble").hover()
  await line(page, words).getByRole("button", { name: "Message options" }).click()
  await menuOf(page).waitFor()
}

async function choose(page: Page, words: string, name: string): Promise<void> {
  await openMenu(page, words)
  await item(page, name).click()
}

const itemsOf = async (page: Page, words: string) => {
  await openMenu(page, words)
  const names = await menuOf(page).locator(".menu-label").allTextContents()
  await page.keyboard.press("Escape")
  await menuOf(page).waitFor({ state: "detached" })
  return names
}

async function pair(room: string): Promise<{ alice: Page; bob: Page }> {
  const [alice, bob] = [await stage.open("alice", room), await stage.open("bob", room)]
  return { alice, bob }
}

test("each reacts, both see it, and one's own goes again", async () => {
  const room = await stage.room()
  await stage.say(room, "good news", "bob")
  const { alice, bob } = await pair(room)
  await openMenu(alice, "good news")
  await menuOf(alice).getByRole("button", { name: "React with 👍" }).click()
  const given = line(bob, "good news").getByRole("button", { name: "👍 by Alice" })
  await given.click()
  const both = line(alice, "good news").getByRole("button", { name: "👍 by Alice, You" })
  await line(alice, "good news").getByRole("button", { name: "👍 by You, Bob" }).waitFor()
  expect(await both.count()).toBe(0)
  await line(alice, "good news").getByRole("button", { name: "👍 by You, Bob" }).click()
  await line(bob, "good news").getByRole("button", { name: "👍 by You", exact: true }).waitFor()
  await choose(alice, "good news", "Reactions")
  await alice.getByRole("dialog", { name: "Reactions" }).getByText("Bob").waitFor()
})

test("any emoji can be given from the picker", async () => {
  const room = await stage.room()
  await stage.say(room, "a cake")
  const { alice, bob } = await pair(room)
  await openMenu(alice, "a cake")
  await menuOf(alice).getByRole("button", { name: "More reactions" }).click()
  await menuOf(alice)
    .locator("emoji-picker")
    .getByPlaceholder(/search/i)
    .fill("birthday cake")
  await menuOf(alice).locator("emoji-picker").getByRole("option").first().click()
  await line(bob, "a cake").getByRole("button", { name: "🎂 by Alice" }).waitFor()
})

test("an answer, an edit and a recall reach the other", async () => {
  const room = await stage.room()
  await stage.say(room, "a question", "bob")
  await stage.say(room, "a slip", "alice")
  const { alice, bob } = await pair(room)
  await line(alice, "a question").locator(".bubble").hover()
  await line(alice, "a question").getByRole("button", { name: "Reply" }).click()
  await alice.getByRole("textbox", { name: "Message" }).fill("an answer")
  await alice.keyboard.press("Enter")
  await line(bob, "an answer")
    .getByRole("button", { name: /a question/ })
    .waitFor()

  await choose(alice, "a slip", "Edit")
  await alice.getByRole("textbox", { name: "Edit message" }).fill("a slip, mended")
  await alice.keyboard.press("Enter")
  await line(bob, "a slip, mended").getByText("edited").waitFor()

  await choose(alice, "an answer", "Recall")
  await item(alice, "Recall for everyone").click()
  await log(bob).getByText("Alice recalled a message").waitFor()
})

test("what one deletes for oneself the others keep", async () => {
  const room = await stage.room()
  await stage.say(room, "seen by some")
  const { alice, bob } = await pair(room)
  await choose(alice, "seen by some", "Delete for me")
  await item(alice, "Delete for me only").click()
  await line(alice, "seen by some").waitFor({ state: "detached" })
  expect(await line(bob, "seen by some").count()).toBe(1)
})

test("several messages are chosen and deleted together", async () => {
  const room = await stage.room()
  for (const words of ["one", "two", "three"]) await stage.say(room, words)
  const alice = await stage.open("alice", room)
  await choose(alice, "one", "Select")
  await line(alice, "three").click()
  await alice.getByText("2 messages selected").waitFor()
  await alice.getByRole("button", { name: "Delete for me" }).click()
  await alice.getByRole("button", { name: "Delete for me only" }).click()
  await line(alice, "one").waitFor({ state: "detached" })
  await line(alice, "three").waitFor({ state: "detached" })
  expect(await line(alice, "two").count()).toBe(1)
})

test("a pinned message stands under the header for both, takes one there, and is let go", async () => {
  const room = await stage.room()
  await stage.fill(room, 300)
  await stage.as("alice", "POST", `/messages/${await stage.idOf(room, 40)}/pin`)
  const { alice, bob } = await pair(room)
  const bar = bob.getByRole("button", { name: /Pinned message.*line 40\./ })
  await bar.click()
  await line(bob, "line 40.").waitFor()
  await choose(alice, "line 300.", "Pin")
  await bob.getByRole("button", { name: /Pinned message.*line 300\./ }).waitFor()
  await alice.getByRole("button", { name: "Pinned messages" }).click()
  const list = alice.getByRole("dialog", { name: "Pinned messages" })
  await list.getByRole("button", { name: "Unpin" }).click()
  await list.getByText("Nothing is pinned.").waitFor()
  await bob
    .getByRole("button", { name: /Pinned message/ })
    .first()
    .waitFor({ state: "detached" })
})

test("one sees who has read a message and who has not, as it happens", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await alice.getByRole("textbox", { name: "Message" }).fill("for all")
  await alice.keyboard.press("Enter")
  await line(alice, "for all").getByRole("img", { name: "Sent" }).waitFor()
  await choose(alice, "for all", "Who has read it")
  const dialog = alice.getByRole("dialog", { name: "Who has read it" })
  await dialog.getByRole("region", { name: "Not read yet" }).getByText("Bob").waitFor()
  await stage.open("bob", room)
  await dialog.getByRole("region", { name: "Read by" }).getByText("Bob").waitFor()
  await dialog.getByRole("region", { name: "Not read yet" }).getByText("Bender").waitFor()
  await alice.keyboard.press("Escape")
  await line(alice, "for all").getByRole("img", { name: "Read by 1 of 2" }).waitFor()
})

test("a report reaches the operators", async () => {
  const room = await stage.room()
  const id = await stage.say(room, "buy now")
  const alice = await stage.open("alice", room)
  const sent = alice.waitForRequest(request => request.url().endsWith("/reports"))
  const answered = alice.waitForResponse(response => response.url().endsWith("/reports"))
  await choose(alice, "buy now", "Report")
  const dialog = alice.getByRole("dialog", { name: "Report this message" })
  await dialog.getByRole("radio", { name: "Abuse or harassment" }).check()
  await dialog.getByRole("textbox").fill("again and again")
  await dialog.getByRole("button", { name: "Send report" }).click()
  expect((await sent).postDataJSON()).toEqual({ message: id, reason: "abuse", text: "again and again" })
  expect((await answered).status()).toBe(200)
  await dialog.getByText(/Thank you/).waitFor()
})

describe("what is offered goes by what one may do", () => {
  test("to members of a room with an owner", async () => {
    const room = await stage.room({ owner: "bob" })
    await stage.say(room, "from bob")
    await stage.say(room, "from alice", "alice")
    const alice = await stage.open("alice", room)
    expect(await itemsOf(alice, "from bob")).toEqual([
      "Reply",
      "Copy text",
      "Select",
      "Report",
      "Delete for me",
    ])
    expect(await itemsOf(alice, "from alice")).toEqual([
      ...["Reply", "Copy text", "Edit", "Who has read it", "Select", "Recall", "Delete for me"],
    ])
  })

  test("to the owner, who may recall what others say", async () => {
    const room = await stage.room({ owner: "bob" })
    await stage.say(room, "from alice", "alice")
    const { alice, bob } = await pair(room)
    expect(await itemsOf(bob, "from alice")).toEqual([
      ...["Reply", "Copy text", "Pin", "Select", "Report", "Recall", "Delete for me"],
    ])
    await choose(bob, "from alice", "Recall")
    await item(bob, "Recall for everyone").click()
    await log(alice).getByText("You recalled a message").waitFor()
  })
})

test("all of it by the keyboard", async () => {
  const room = await stage.room()
  await stage.fill(room, 200)
  await stage.say(room, "the last but one")
  await stage.say(room, "the last")
  const alice = await stage.open("alice", room)
  await line(alice, "the last").waitFor()
  await log(alice).focus()
  await alice.keyboard.press("ArrowUp")
  await alice.keyboard.press("ArrowUp")
  const focused = alice.locator("[data-id]:focus")
  await focused.getByText("the last but one", { exact: true }).waitFor()
  await alice.keyboard.press("Enter")
  await menuOf(alice).waitFor()
  await alice.keyboard.press("Escape")
  await focused.getByText("the last but one", { exact: true }).waitFor()
  await alice.keyboard.press("c")
  await expect.poll(() => alice.evaluate(() => navigator.clipboard.readText())).toBe("the last but one")
  for (let n = 0; n < 45; n++) await alice.keyboard.press("ArrowUp")
  await focused.getByText("line 156.", { exact: true }).waitFor()
  await alice.keyboard.press("End")
  await focused.getByText("the last", { exact: true }).waitFor()
  await alice.keyboard.press("r")
  await alice.getByRole("textbox", { name: "Message" }).waitFor()
  await expect.poll(() => alice.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA")
})

describe("the search in a room", () => {
  test("finds words of that room alone, shows where they stand, and goes from one to the next", async () => {
    const [room, other] = [await stage.room(), await stage.room()]
    const plain = await stage.say(room, "The harvest was good")
    await stage.say(other, "another harvest")
    for (let n = 1; n <= 130; n++) await stage.say(room, `filler ${n}`)
    const last = await stage.say(room, "harvest again")
    await stage.as("alice", "PUT", `/rooms/${room}/lastRead`, { message: last })
    const alice = await stage.open("alice", room)
    await line(alice, "harvest again").waitFor()
    await log(alice).focus()
    await alice.keyboard.press("Control+f")
    const field = alice.getByRole("textbox", { name: "Search messages" })
    await field.fill("harvest")
    const hits = alice.getByRole("search").locator(".hit")
    await expect.poll(() => hits.count()).toBe(2)
    await alice.getByText("2 messages", { exact: true }).waitFor()
    await alice.getByRole("button", { name: "Older result" }).click()
    await alice.getByText("1 of 2").waitFor()
    await alice.getByRole("button", { name: "Older result" }).click()
    await alice.getByText("2 of 2").waitFor()
    await line(alice, "The harvest was good").waitFor()
    expect(await log(alice).locator(`[data-id="${plain}"]`).count()).toBe(1)
    await expect
      .poll(() => alice.evaluate(() => [...(CSS.highlights.get("found") ?? [])].map(String)))
      .toEqual(["harvest"])
    await field.focus()
    await alice.keyboard.press("Escape")
    await field.waitFor({ state: "detached" })
    await expect
      .poll(() => alice.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Search in this chat")
  })

  test("says when there is nothing", async () => {
    const room = await stage.room()
    await stage.say(room, "something")
    const alice = await stage.open("alice", room)
    await alice.getByRole("button", { name: "Search in this chat" }).click()
    await alice.getByRole("textbox", { name: "Search messages" }).fill("nowhere to be found")
    await alice.getByText("Nothing was found.").waitFor()
  })
})

describe("on a phone", () => {
  const options = { viewport: phone, hasTouch: true, isMobile: true }

  test("a tap opens the sheet, a reaction goes out, and there is no bar", async () => {
    const room = await stage.room()
    await stage.say(room, "tap me")
    const alice = await stage.open("alice", room, options)
    const bob = await stage.open("bob", room)
    await line(alice, "tap me").locator(".bubble").tap()
    const edges = () =>
      menuOf(alice).evaluate(sheet => {
        const { left, right, bottom } = sheet.getBoundingClientRect()
        return [left, right, bottom].map(Math.round)
      })
    await expect.poll(edges, { timeout: 5_000 }).toEqual([0, phone.width, phone.height])
    await menuOf(alice).getByRole("button", { name: "React with ❤️" }).tap()
    await line(bob, "tap me").getByRole("button", { name: "❤️ by Alice" }).waitFor()
    await menuOf(alice).waitFor({ state: "detached" })
    expect(await alice.locator(".message-bar").isVisible()).toBe(false)
  })

  test("a long press opens it, too", async () => {
    const room = await stage.room()
    await stage.say(room, "press me")
    const alice = await stage.open("alice", room, options)
    const box = await line(alice, "press me").locator(".bubble").boundingBox()
    const touch = await alice.context().newCDPSession(alice)
    const touchPoints = [{ x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 12 }]
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints })
    await menuOf(alice).waitFor()
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
    expect(await menuOf(alice).isVisible()).toBe(true)
  })
})

test("a refused message is tried again, or given up", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  let isRefused = true
  await alice.route(/\/message$/, route =>
    isRefused ? route.fulfill({ status: 403, json: { RC: 403, RM: "Not now." } }) : route.continue(),
  )
  const say = async (words: string) => {
    await alice.getByRole("textbox", { name: "Message" }).fill(words)
    await alice.keyboard.press("Enter")
    await line(alice, words).getByText("Not sent").waitFor()
  }
  await say("first try")
  await say("never mind")
  await line(alice, "never mind").getByRole("button", { name: "Discard" }).click()
  await line(alice, "never mind").waitFor({ state: "detached" })
  isRefused = false
  await line(alice, "first try").getByRole("button", { name: "Retry" }).click()
  await line(alice, "first try").getByRole("img", { name: "Sent" }).waitFor()
})

describe.each(["light", "dark"] as const)("in %s colours", colorScheme => {
  test("nothing that is drawn is hard to reach or to read", async () => {
    const room = await stage.room()
    const id = await stage.say(room, "the first")
    await stage.say(room, "an answer", "alice", { reply: id })
    await stage.as("bob", "POST", `/messages/${id}/reaction`, { reaction: "👍" })
    await stage.as("alice", "POST", `/messages/${id}/pin`)
    const alice = await stage.open("alice", room, { colorScheme, reducedMotion: "reduce" })
    await line(alice, "an answer").waitFor()
    await alice.locator(".pin-bar").waitFor()
    expect(await flawsOf(alice, [".timeline-frame", ".pin-bar"])).toEqual([])
    await openMenu(alice, "an answer")
    expect(await flawsOf(alice, [".message-menu"])).toEqual([])
    await alice.keyboard.press("Escape")
    await alice.getByRole("button", { name: "Search in this chat" }).click()
    await alice.getByRole("textbox", { name: "Search messages" }).fill("answer")
    await alice.locator(".hit").first().waitFor()
    expect(await flawsOf(alice, [".room-search"])).toEqual([])
  })
})

import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { flawsOf } from "../support/axe.ts"
import { platform } from "../support/backend.ts"
import { desktop, phone } from "../support/browser.ts"
import { makePicture } from "../support/pictures.ts"
import { button, chosen, field, hand, type Stage, setStage, uploads } from "./composer-stage.ts"

let stage: Stage

beforeAll(async () => {
  stage = await setStage({ UPLOAD_MAX_BYTES: "1000" })
})
afterAll(() => stage?.close())
afterEach(() => stage.clear())

const flaws = (page: Page, place = ".composer") => flawsOf(page, [place])

const looks = [
  { name: "a desktop, light", options: { viewport: desktop, colorScheme: "light" } },
  {
    name: "a phone, dark",
    options: { viewport: phone, colorScheme: "dark", hasTouch: true, isMobile: true },
  },
] as const

test.each(looks)("everything has a name and can be told apart on $name", async ({ options }) => {
  const room = await stage.room()
  await platform(stage.parley.url, "POST", "/messages", {
    ...{ room, sender: "bob", messageType: "text", message: "Hello" },
  })
  const alice = await stage.open("alice", room, { ...options, permissions: ["microphone"] })
  expect(await flaws(alice)).toEqual([])
  const picture = { name: "red.png", mimeType: "image/png", buffer: await makePicture(300, 200) }
  const doc = { name: "doc.txt", mimeType: "text/plain", buffer: Buffer.alloc(2000, "x") }
  await hand(alice, "paste", [picture, doc])
  await chosen(alice).getByText("doc.txt").waitFor()
  await field(alice).fill("For @b")
  await alice.getByRole("option", { name: "Bob" }).waitFor()
  expect(await flaws(alice)).toEqual([])
  await button(alice, "Remove red.png").click()
  await button(alice, "Send").click()
  await uploads(alice).getByRole("alert").waitFor()
  expect(await flaws(alice, ".uploads")).toEqual([])
  await button(alice, "Emoji and stickers").click()
  await alice.locator("emoji-picker").getByRole("menuitem").first().waitFor()
  expect(await flaws(alice, ".expressions-anchor > button")).toEqual([])
  await alice.keyboard.press("Escape")
  await button(alice, "Record a voice message").click()
  await alice.getByRole("timer").getByText("0:01").waitFor()
  expect(await flaws(alice)).toEqual([])
})

test("a finger hits every button", async () => {
  const alice = await stage.open("alice", await stage.room(), {
    viewport: phone,
    hasTouch: true,
    isMobile: true,
  })
  for (const name of ["Attach", "Emoji and stickers", "Record a voice message"]) {
    const box = await button(alice, name).boundingBox()
    expect([name, Math.min(box?.width ?? 0, box?.height ?? 0) >= 40]).toEqual([name, true])
  }
  await button(alice, "Attach").click()
  for (const item of await alice.getByRole("menuitem").all())
    expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(40)
})

test("all of it works by keys, and the focus comes back", async () => {
  const alice = await stage.open("alice", await stage.room())
  const focused = () => alice.evaluate(() => document.activeElement?.getAttribute("aria-label"))
  await button(alice, "Attach").focus()
  await alice.keyboard.press("Enter")
  await alice.getByRole("menuitem", { name: "Photo or video" }).waitFor()
  await alice.keyboard.press("ArrowDown")
  await alice.keyboard.press("ArrowDown")
  await alice.keyboard.press("Enter")
  await alice.getByRole("dialog", { name: "Share your location" }).waitFor()
  await alice.keyboard.press("Escape")
  await expect.poll(focused).toBe("Attach")
  await button(alice, "Emoji and stickers").focus()
  await alice.keyboard.press("Enter")
  await alice.locator("emoji-picker").getByRole("combobox").waitFor()
  await alice.keyboard.press("Escape")
  await expect.poll(focused).toBe("Message")
  const doc = { name: "doc.txt", mimeType: "text/plain", buffer: Buffer.from("x") }
  await hand(alice, "paste", [doc, { ...doc, name: "two.txt" }])
  await button(alice, "Remove doc.txt").focus()
  await alice.keyboard.press("Enter")
  await expect.poll(focused).toBe("Remove two.txt")
  await alice.keyboard.press("Enter")
  await expect.poll(focused).toBe("Message")
})

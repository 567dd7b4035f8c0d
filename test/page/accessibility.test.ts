import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { flawsOf } from "../support/axe.ts"
import { platform } from "../support/backend.ts"
import { desktop, openPage, phone } from "../support/browser.ts"
import { makePicture } from "../support/pictures.ts"
import { log, type MessageStage, setMessageStage } from "./message-stage.ts"

let stage: MessageStage

beforeAll(async () => {
  stage = await setMessageStage()
})
afterEach(() => stage.closePages())
afterAll(() => stage?.close())

/** One of each kind, in an order that leaves none far from the others. */
async function sayAll(room: string): Promise<void> {
  const picture = await stage.upload(await makePicture(600, 400), "lake.png", "image/png")
  const first = await stage.say(room, {
    message: "Hello @alice, see https://example.org",
    mentions: ["alice"],
  })
  const contents = [
    { message: "An answer", reply: first },
    { messageType: "image", originalUrl: picture, width: 600, height: 400 },
    { messageType: "audio", originalUrl: "/files/chat/none", duration: 3 },
    { messageType: "video", originalUrl: "/files/chat/none", width: 320, height: 180, duration: 12 },
    { messageType: "file", originalUrl: picture, extra: { fileName: "plan.pdf", bytes: 20_480 } },
    { messageType: "location", message: "Bolzano", latitude: 46.5, longitude: 11.35 },
    { messageType: "sticker", sticker: picture },
    { messageType: "announcement", message: "The office is closed on Friday" },
    {
      messageType: "template",
      message: "A choice",
      template: {
        type: "buttons",
        title: "Lunch?",
        text: "Where",
        actions: [{ type: "message", label: "Here", text: "Here" }],
      },
    },
    { messageType: "of another time", message: "unknown" },
  ]
  for (const content of contents) await stage.say(room, content)
  await stage.say(room, { message: "mine" }, "alice")
}

test.each([
  ["a desktop, light", desktop, "light"],
  ["a phone, dark", phone, "dark"],
] as const)(
  "a conversation with every kind of message can be used by everybody, on %s",
  async (_, viewport, colorScheme) => {
    const room = await stage.room()
    await sayAll(room)
    const page = await stage.open(room, viewport)
    await page.emulateMedia({ colorScheme })
    await log(page).getByText("mine", { exact: true }).waitFor()
    expect(await flawsOf(page)).toEqual([])
    await log(page).evaluate(element => element.scrollTo(0, 0))
    await log(page).getByText("Hello").first().waitFor()
    expect(await flawsOf(page)).toEqual([])
  },
)

test("so can the pages that show no conversation", async () => {
  await platform(stage.parley.url, "POST", "/rooms/", { _id: "closed", roomType: "group", members: ["bob"] })
  for (const query of [
    "",
    `?token=${stage.cast.alice}&roomId=closed`,
    `?token=${stage.cast.alice}&autoSelectRoom=0`,
  ]) {
    const { page } = await openPage(stage.browser, `${stage.parley.url}/chat${query}`)
    await page.getByRole("main").waitFor()
    await page.locator(".placard").first().waitFor()
    expect(await flawsOf(page)).toEqual([])
    await page.context().close()
  }
})

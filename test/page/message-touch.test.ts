import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { platform } from "../support/backend.ts"
import { makePicture } from "../support/pictures.ts"
import { makeSound } from "../support/sounds.ts"
import { makeFilm } from "./composer-stage.ts"
import { log, type MessageStage, reach, setMessageStage } from "./message-stage.ts"

let stage: MessageStage
let picture: string
let sound: string
let paper: string

beforeAll(async () => {
  stage = await setMessageStage()
  picture = await stage.upload(await makePicture(600, 400), "hill.png", "image/png")
  sound = await stage.upload(makeSound(20), "voice.wav", "audio/wav")
  paper = await stage.upload(Buffer.from("%PDF-1.4 paper"), "Plan for tomorrow.pdf", "application/pdf")
})
afterEach(() => stage.closePages())
afterAll(() => stage.close())

test("pictures are looked at large, by keys alone, and the focus comes back", async () => {
  const room = await stage.room()
  const other = await stage.upload(await makePicture(300, 500, "jpeg"), "tree.jpg", "image/jpeg")
  await stage.say(room, { messageType: "image", originalUrl: picture, width: 600, height: 400 })
  await stage.say(room, { messageType: "image", images: [{ originalUrl: other }, { originalUrl: picture }] })
  const page = await stage.open(room)
  const first = await reach(page, log(page).getByRole("button", { name: "Open photo", exact: true }))
  await first.focus()
  await page.keyboard.press("Enter")
  const gallery = page.getByRole("dialog", { name: "Photos" })
  await gallery.getByText("1 of 3").waitFor()
  await gallery.getByRole("img", { name: "Photo 1 of 3" }).waitFor()
  await page.keyboard.press("ArrowRight")
  await gallery.getByText("2 of 3").waitFor()
  await page.keyboard.press("End")
  await gallery.getByRole("img", { name: "Photo 3 of 3" }).waitFor()
  await page.keyboard.press("ArrowRight")
  await gallery.getByText("3 of 3").waitFor()
  await page.keyboard.press("+")
  await gallery.getByRole("button", { name: "Zoom out" }).waitFor()
  await page.keyboard.press("0")
  await gallery.getByRole("button", { name: "Zoom in" }).waitFor()
  const download = page.waitForEvent("download")
  await gallery.getByRole("button", { name: "Download photo" }).click()
  expect((await download).suggestedFilename()).toMatch(/hill\.png/)
  await page.keyboard.press("Escape")
  await gallery.waitFor({ state: "detached" })
  expect(await first.evaluate(button => button === document.activeElement)).toBe(true)
})

test("a file is saved under its name", async () => {
  const room = await stage.room()
  await stage.say(room, {
    messageType: "file",
    originalUrl: paper,
    // Where the system knows no other letters, browsers replace them.
    extra: { fileName: "Plan for tomorrow.pdf" },
  })
  const page = await stage.open(room)
  const download = page.waitForEvent("download")
  await log(page).getByRole("link", { name: /Plan/ }).click()
  expect((await download).suggestedFilename()).toBe("Plan for tomorrow.pdf")
})

test("one recording is heard at a time, and keys move in it", async () => {
  const room = await stage.room()
  await stage.say(room, { messageType: "audio", originalUrl: sound, duration: 20 })
  await stage.say(room, { messageType: "audio", originalUrl: sound, duration: 20 })
  const page = await stage.open(room)
  const players = log(page).locator(".audio")
  const [one, two] = [players.nth(0), players.nth(1)]
  await one.getByRole("button", { name: "Play" }).click()
  await one.getByRole("button", { name: "Pause" }).waitFor()
  await two.getByRole("button", { name: "Play" }).click()
  await two.getByRole("button", { name: "Pause" }).waitFor()
  await one.getByRole("button", { name: "Play" }).waitFor()
  const slider = two.getByRole("slider", { name: "Position" })
  await slider.focus()
  await page.keyboard.press("PageUp")
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThanOrEqual(2)
  await two.getByRole("button", { name: "Pause" }).click()
  await two.getByRole("button", { name: "Play" }).waitFor()
})

test("buttons of cards say what they promise, once each, and open nothing but the web", async () => {
  const room = await stage.room()
  const actions = [
    { type: "message", label: "Say", text: "said by a card" },
    { type: "postback", label: "Book", data: "room=7", displayText: "I book it" },
    { type: "uri", label: "Web", uri: "https://shop.example/" },
    { type: "uri", label: "Call", uri: "tel:+1234567" },
    { type: "uri", label: "Bad", uri: "javascript:alert(1)" },
  ]
  await stage.say(room, {
    messageType: "template",
    template: { type: "buttons", title: "Shop", text: "What now?", actions },
  })
  const page = await stage.open(room)
  await log(page).getByRole("button", { name: "Say" }).click()
  await log(page).getByText("said by a card").waitFor()
  await log(page).getByRole("button", { name: "Book" }).click()
  await log(page).getByText("I book it").waitFor()
  expect(await log(page).getByRole("link", { name: "Web" }).getAttribute("href")).toBe(
    "https://shop.example/",
  )
  expect(await log(page).getByRole("link", { name: "Call" }).getAttribute("href")).toBe("tel:+1234567")
  expect(await log(page).getByRole("button", { name: "Bad" }).isDisabled()).toBe(true)
  const messages = () => platform(stage.parley.url, "GET", `/rooms/${room}/messages/v3`, undefined, "bob")
  await expect.poll(async () => (await messages()).data.length).toBe(3)
  const { data } = await messages()
  expect(data[0]).toMatchObject({ message: "I book it", extra: { postback: { data: "room=7" } } })
  expect(data[1]).toMatchObject({ message: "said by a card", sender: { _id: "alice" } })
})

test("quick replies stand below the newest message only", async () => {
  const room = await stage.room()
  const items = ["Yes", "No"].map(label => ({
    type: "action",
    action: { type: "message", label, text: `${label}!` },
  }))
  await stage.say(room, { message: "Coming?", template: { quickReply: { items } } })
  const page = await stage.open(room)
  const replies = page.getByRole("group", { name: "Quick replies" })
  await replies.getByRole("button", { name: "Yes" }).click()
  await log(page).getByText("Yes!").waitFor()
  await replies.waitFor({ state: "detached" })
})

test("a click on a quote goes to what it quotes", async () => {
  const room = await stage.room()
  const reply = await stage.say(room, { message: "the question" })
  for (let n = 0; n < 60; n++) await stage.say(room, { message: `between ${n}` })
  await stage.say(room, { message: "the answer", reply })
  const page = await stage.open(room)
  await log(page).getByText("the answer").waitFor()
  await log(page)
    .getByRole("button", { name: /Bob\s*the question/ })
    .click()
  const first = log(page).locator(".words", { hasText: /^the question$/ })
  await first.waitFor()
  await expect.poll(() => first.evaluate(element => element.getBoundingClientRect().top > 0)).toBe(true)
})

test("a robot's answer grows as it comes, and its message takes its place", async () => {
  const room = await stage.room()
  const page = await stage.open(room)
  const stream = (body: object) =>
    platform(stage.parley.url, "POST", `/rooms/${room}/ai_streaming`, body, "bender")
  const { messageId } = await stream({ text: "The <b>answer", sender: "bender" })
  const draft = log(page).getByRole("group", { name: "Bender is answering" })
  await draft.getByText("The <b>answer").waitFor()
  await stream({ text: "</b> is 42", messageId, sender: "bender" })
  await draft.getByText("The <b>answer</b> is 42").waitFor()
  await platform(stage.parley.url, "POST", `/rooms/${room}/message`, {
    _id: messageId,
    message: "The answer is 42.",
    sender: "bender",
  })
  await log(page).getByText("The answer is 42.").waitFor()
  await draft.waitFor({ state: "detached" })
})

test("a video plays in its place, and silences what is heard", async () => {
  const room = await stage.room()
  const page = await stage.open(room)
  const film = await stage.upload(await makeFilm(page, 160, 120), "film.webm", "video/webm")
  await stage.say(room, { messageType: "audio", originalUrl: sound, duration: 20 })
  await stage.say(room, { messageType: "video", originalUrl: film, width: 160, height: 120, duration: 75 })
  await log(page).getByRole("button", { name: "Play", exact: true }).click()
  await log(page).getByRole("button", { name: "Pause" }).waitFor()
  const still = log(page).getByRole("button", { name: "Play video, 1:15" })
  const place = await still.boundingBox()
  await still.click()
  const video = log(page).locator("video")
  await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBeGreaterThan(0)
  const playing = await video.boundingBox()
  expect([playing?.width, playing?.height]).toEqual([place?.width, place?.height])
  await log(page).getByRole("button", { name: "Play", exact: true }).waitFor()
})

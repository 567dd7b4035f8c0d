import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { call, userHeaders } from "../support/backend.ts"
import { apiKey } from "../support/parley.ts"
import { makePicture } from "../support/pictures.ts"
import { makeZip } from "../support/zip.ts"
import { button, field, log, type Stage, setStage } from "./composer-stage.ts"

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.close())
afterEach(() => stage.clear())

test("a voice message is recorded, sent with its length, and can be heard by the other person", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room, { permissions: ["microphone"] })
  await button(alice, "Record a voice message").click()
  await alice.getByRole("timer").getByText("0:01").waitFor()
  await button(alice, "Send recording").click()
  await field(alice).waitFor()
  const said = await stage.newest(room, "audio")
  expect(said.duration).toBeGreaterThanOrEqual(1)
  expect(said.extra.mimeType).toMatch(/^audio\//)
  const { pathname } = new URL(said.originalUrl)
  const answer = await fetch(stage.parley.url + pathname, { headers: userHeaders(stage.tokens.bob) })
  expect(answer.headers.get("content-type")).toMatch(/^audio\//)
  expect((await answer.arrayBuffer()).byteLength).toBe(said.extra.bytes)
})

test("a recording that is discarded is gone, and Escape does the same", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room, { permissions: ["microphone"] })
  for (const discard of [
    () => button(alice, "Discard recording").click(),
    () => alice.keyboard.press("Escape"),
  ]) {
    await button(alice, "Record a voice message").click()
    await alice.getByRole("timer").getByText("0:00").waitFor()
    await expect.poll(() => button(alice, "Send recording").isEnabled()).toBe(true)
    await discard()
    await field(alice).waitFor()
  }
  await field(alice).fill("in words")
  await field(alice).press("Enter")
  await stage.newest(room, "text")
  expect(await stage.heard(room)).toHaveLength(1)
})

test("who does not allow the microphone reads what to do", async () => {
  const alice = await stage.open("alice", await stage.room())
  await alice.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"))
  })
  await button(alice, "Record a voice message").click()
  await alice.getByText("Allow the microphone in your browser to record.").waitFor()
  await field(alice).waitFor()
})

test("the server's stickers are offered, and one goes as its address", async () => {
  const picture = await makePicture(40, 40)
  const form = new FormData()
  form.append("_id", "cats")
  form.append("name", "Cats")
  form.append(
    "file",
    new File([makeZip({ "tab.png": picture, "02.png": picture, "01.png": picture })], "cats.zip"),
  )
  const { status } = await call(stage.parley.url, "POST", "/admin/stickers", {
    headers: { "IM-API-KEY": apiKey },
    body: form,
  })
  expect(status).toBe(200)
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await button(alice, "Emoji and stickers").click()
  await alice.getByRole("tab", { name: "Emoji" }).focus()
  await alice.keyboard.press("ArrowRight")
  await button(alice, /^Cats, sticker/)
    .nth(1)
    .waitFor()
  await button(alice, "Cats, sticker 2").click()
  const said = await stage.newest(room, "sticker")
  expect(said.sticker).toBe(`${stage.parley.url}/stickers/res?resourceId=cats%2F02.png`)
  expect((await fetch(said.sticker)).status).toBe(200)
  await log(alice).getByRole("img", { name: "Sticker" }).waitFor()
})

test("a place is found, named and sent", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room, {
    permissions: ["geolocation"],
    geolocation: { latitude: 25.033, longitude: 121.5654, accuracy: 12 },
  })
  await button(alice, "Attach").click()
  await alice.getByRole("menuitem", { name: "Location" }).click()
  const dialog = alice.getByRole("dialog", { name: "Share your location" })
  await dialog.getByText("25.03300, 121.56540").waitFor()
  await dialog.getByRole("textbox").fill("By the tower")
  await dialog.getByRole("textbox").press("Enter")
  await dialog.waitFor({ state: "detached" })
  expect(await stage.newest(room, "location")).toMatchObject({
    message: "By the tower",
    latitude: 25.033,
    longitude: 121.5654,
  })
})

test("who does not tell where they are reads what to do", async () => {
  const alice = await stage.open("alice", await stage.room())
  await button(alice, "Attach").click()
  await alice.getByRole("menuitem", { name: "Location" }).click()
  await alice.getByText("Allow this page to see your location, and try again.").waitFor()
  expect(await button(alice, "Send location").isDisabled()).toBe(true)
})

import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { asUser, platform, userHeaders } from "../support/backend.ts"
import { phone } from "../support/browser.ts"
import { startProxy } from "../support/flaky-proxy.ts"
import { makePicture } from "../support/pictures.ts"
import {
  attach,
  button,
  chosen,
  field,
  hand,
  log,
  makeFilm,
  type Stage,
  setStage,
  type TestFile,
  uploads,
} from "./composer-stage.ts"

let stage: Stage
let red: TestFile
let wide: TestFile

beforeAll(async () => {
  stage = await setStage({ UPLOAD_MAX_BYTES: "3000000" })
  red = { name: "red.png", mimeType: "image/png", buffer: await makePicture(300, 200) }
  wide = { name: "wide.jpg", mimeType: "image/jpeg", buffer: await makePicture(640, 160, "jpeg") }
})
afterAll(() => stage?.close())
afterEach(() => stage.clear())

const pdf: TestFile = {
  name: "Läsion 100%25.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n%%EOF\n"),
}

const large = (bytes: number): TestFile => ({
  name: "large.bin",
  mimeType: "application/octet-stream",
  buffer: Buffer.alloc(bytes, 7),
})

async function bytesAt(url: string): Promise<Buffer> {
  const { pathname } = new URL(url)
  const answer = await fetch(stage.parley.url + pathname, { headers: userHeaders(stage.tokens.bob) })
  return Buffer.from(await answer.arrayBuffer())
}

test("several pictures go as one message with their caption, and the other person gets them", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  const bob = await stage.open("bob", room)
  await attach(alice, "Photo or video", [red, wide])
  await chosen(alice).getByRole("img", { name: "wide.jpg" }).waitFor()
  await field(alice).fill("From the trip")
  await field(alice).press("Enter")
  await log(bob).getByText("From the trip").waitFor()
  const said = await stage.newest(room, "mixed")
  expect(said).toMatchObject({ message: "From the trip", sender: { _id: "alice" } })
  expect(said.images.map(({ width, height }: { width: number; height: number }) => [width, height])).toEqual([
    [300, 200],
    [640, 160],
  ])
  expect(await bytesAt(said.images[0].originalUrl)).toEqual(red.buffer)
  await chosen(alice).waitFor({ state: "detached" })
  await uploads(alice).waitFor({ state: "detached" })
})

test("one picture alone carries its own fields, too", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room, { viewport: phone, hasTouch: true, isMobile: true })
  await attach(alice, "Photo or video", [red])
  await chosen(alice).getByRole("img").waitFor()
  await button(alice, "Send").click()
  const said = await stage.newest(room, "image")
  expect(said).toMatchObject({ width: 300, height: 200, images: [{ width: 300, height: 200 }] })
  expect(said.thumbnailUrl).toMatch(/^http.*\/files\/chatserver-upload\/[0-9a-f]{24}\?thumbnail=1$/)
})

test("a film goes with its measures and a still", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  const film = { name: "film.webm", mimeType: "video/webm", buffer: await makeFilm(alice, 160, 120) }
  await attach(alice, "Photo or video", [film])
  await chosen(alice).getByRole("img", { name: "film.webm" }).waitFor()
  await button(alice, "Send").click()
  const said = await stage.newest(room, "video")
  expect(said).toMatchObject({ width: 160, height: 120 })
  expect(said.duration).toBeGreaterThan(0.2)
  expect((await bytesAt(said.thumbnailUrl)).subarray(0, 2).toString("hex")).toBe("ffd8")
  expect(await bytesAt(said.originalUrl)).toEqual(film.buffer)
})

test("any other file goes as it is, with its name; words beside it follow", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await attach(alice, "File", [pdf])
  await field(alice).fill("Please read")
  await button(alice, "Send").click()
  const words = await stage.newest(room, "text")
  expect(words.message).toBe("Please read")
  const [file] = (await stage.heard(room)).slice(-2)
  expect(file).toMatchObject({
    messageType: "file",
    message: pdf.name,
    extra: {
      fileName: pdf.name,
      fileExtension: "pdf",
      mimeType: "application/pdf",
      bytes: pdf.buffer.length,
    },
  })
  const record = await asUser(
    stage.parley.url,
    stage.tokens.bob,
    "GET",
    `${new URL(file.originalUrl).pathname}/metadata`,
  )
  expect(record).toMatchObject({ filename: pdf.name, extra: { roomId: room } })
})

test("what calls itself a picture and is none goes as a file", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await attach(alice, "Photo or video", [{ ...pdf, name: "fake.png", mimeType: "image/png" }])
  await chosen(alice).getByText("fake.png").waitFor()
  await button(alice, "Send").click()
  expect((await stage.newest(room, "file")).extra.fileName).toBe("fake.png")
})

test("files are dropped over the room and pasted into the field, and each can be left out", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await hand(alice, "drop", [red, pdf])
  await hand(alice, "paste", [wide])
  await chosen(alice).getByRole("img", { name: "wide.jpg" }).waitFor()
  expect(await chosen(alice).getByRole("listitem").count()).toBe(3)
  await button(alice, "Remove red.png").click()
  await button(alice, `Remove ${pdf.name}`).click()
  await field(alice).press("Enter")
  const said = await stage.newest(room, "image")
  expect(said.images).toHaveLength(1)
  expect(said.width).toBe(640)
})

test("a veil says where to drop, and goes when the files leave", async () => {
  const alice = await stage.open("alice", await stage.room())
  const drag = (type: string) =>
    alice.evaluate(type => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(["x"], "x.txt"))
      const place = document.querySelector(".room") as Element
      place.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
    }, type)
  await drag("dragenter")
  await alice.getByText("Drop to send").waitFor()
  await drag("dragleave")
  await alice.getByText("Drop to send").waitFor({ state: "detached" })
})

test("what the network cuts goes on by itself, and arrives once", async () => {
  const room = await stage.room()
  const proxy = await startProxy(stage.parley.url)
  const alice = await stage.open("alice", room, { via: proxy.url })
  await alice.getByText("No messages yet").waitFor()
  proxy.half("up")
  await attach(alice, "File", [large(2_000_000)])
  await button(alice, "Send").click()
  await uploads(alice).getByRole("progressbar", { name: "Sending large.bin" }).waitFor()
  proxy.refuse(true)
  proxy.cut()
  await uploads(alice).getByText("Waiting for the connection").waitFor()
  proxy.refuse(false)
  expect(await stage.newest(room, "file")).toMatchObject({ extra: { bytes: 2_000_000 } })
  await uploads(alice).waitFor({ state: "detached" })
  await log(alice).getByText("large.bin").waitFor()
  expect((await stage.heard(room)).filter(({ messageType }) => messageType === "file")).toHaveLength(1)
  await alice.context().close()
  await proxy.close()
})

test("a file on its way keeps the page from being left unasked, and can be cancelled", async () => {
  const room = await stage.room()
  const proxy = await startProxy(stage.parley.url)
  const alice = await stage.open("alice", room, { via: proxy.url })
  await alice.getByText("No messages yet").waitFor()
  proxy.half("up")
  await attach(alice, "File", [large(2_000_000)])
  await button(alice, "Send").click()
  await uploads(alice).getByRole("progressbar").waitFor()
  const asked = alice.waitForEvent("dialog")
  void alice.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe("beforeunload")
  await dialog.dismiss()
  await button(alice, "Cancel large.bin").click()
  await uploads(alice).waitFor({ state: "detached" })
  proxy.heal()
  await field(alice).fill("never mind")
  await field(alice).press("Enter")
  await stage.newest(room, "text")
  expect((await stage.heard(room)).map(({ messageType }) => messageType)).toEqual(["text"])
  await alice.context().close()
  await proxy.close()
})

test("a file that the server refuses says why in its words, and can be discarded", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await attach(alice, "File", [large(4_500_000)])
  await button(alice, "Send").click()
  const refusal = uploads(alice).getByRole("alert")
  await refusal.getByText("The file is too large: at most 3000000 bytes are taken.").waitFor()
  await refusal.getByRole("button", { name: "Discard" }).click()
  await uploads(alice).waitFor({ state: "detached" })
  expect(await stage.heard(room)).toEqual([])
})

test("an attempt that failed goes on with what is not on the server yet", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  const names: string[] = []
  await alice.route("**/files/chatserver-upload", route => {
    const { 1: name = "" } =
      /filename="([^"]+)"/.exec(route.request().postDataBuffer()?.toString("latin1") ?? "") ?? []
    names.push(name)
    return names.length === 2 ? route.abort() : route.continue()
  })
  await attach(alice, "Photo or video", [red, wide])
  await chosen(alice).getByRole("img", { name: "wide.jpg" }).waitFor()
  await button(alice, "Send").click()
  expect((await stage.newest(room, "image")).images).toHaveLength(2)
  expect(names).toEqual(["red.png", "wide.jpg", "wide.jpg"])
})

test("what was refused is sent once more when the user says so", async () => {
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  const refusal = { RC: 403, RM: "error", error: { code: "FORBIDDEN", message: "Not on Sundays." } }
  await alice.route("**/files/chatserver-upload", route => route.fulfill({ status: 403, json: refusal }), {
    times: 1,
  })
  await attach(alice, "File", [pdf])
  await button(alice, "Send").click()
  await uploads(alice).getByText("Not on Sundays.").waitFor()
  await uploads(alice).getByRole("button", { name: "Retry" }).click()
  expect((await stage.newest(room, "file")).message).toBe(pdf.name)
})

test("operators say how large files may be, and whether there are any", async () => {
  const { url } = stage.parley
  await platform(url, "POST", "/config", {
    featureFlags: { maxFileSize: 1_000_000, enableVoiceMessage: false },
  })
  const room = await stage.room()
  const alice = await stage.open("alice", room)
  await attach(alice, "File", [large(1_000_001), pdf])
  await alice.getByText("large.bin: too large. At most 1.0 MB can be sent.").waitFor()
  await chosen(alice).getByText(pdf.name).waitFor()
  expect(await chosen(alice).getByRole("listitem").count()).toBe(1)
  await platform(url, "POST", "/config", { featureFlags: { enableFileSharing: false } })
  const bob = await stage.open("bob", room)
  await button(bob, "Attach").waitFor({ state: "detached" })
  await platform(url, "DELETE", "/config/featureFlags")
})

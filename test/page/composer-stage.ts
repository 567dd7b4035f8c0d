import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { expect } from "vitest"
import { asUser, makeCast, platform } from "../support/backend.ts"
import { desktop, startBrowser } from "../support/browser.ts"
import { type Parley, startParley } from "../support/parley.ts"

type Who = "alice" | "bob" | "carol"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

/** A server, a browser, and people who open rooms in it. */
export interface Stage {
  parley: Parley
  browser: Browser
  tokens: Record<Who, string>
  /** A new room with these members. @returns its id. */
  room(members?: string[], fields?: Json): Promise<string>
  /** Opens a room as one of them, in a window of their own. */
  open(who: Who, room: string, options?: Opening): Promise<Page>
  /** What a room holds, oldest first, as another person gets it. */
  heard(room: string, who?: Who): Promise<Json[]>
  /** The newest message of a room, once it is there. */
  newest(room: string, messageType: string, who?: Who): Promise<Json>
  /** Nothing went wrong inside any page; closes them all. */
  clear(): Promise<void>
  close(): Promise<void>
}

interface Opening extends BrowserContextOptions {
  /** In place of the server's own address. */
  via?: string
}

export async function setStage(settings: Record<string, string> = {}): Promise<Stage> {
  const browser = await startBrowser(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
  const parley = await startParley("sqlite", settings)
  const tokens = await makeCast(parley.url)
  const failures: string[] = []
  const pages: Page[] = []

  const heard = async (room: string, who: Who = "bob") =>
    (await asUser(parley.url, tokens[who], "GET", `/rooms/${room}/messages/v3?sortOrder=asc&limit=100`)).data

  return {
    parley,
    browser,
    tokens,
    heard,
    room: async (members = ["alice", "bob"], fields = {}) =>
      (await platform(parley.url, "POST", "/rooms/", { name: "Demo", roomType: "group", members, ...fields }))
        ._id,
    async open(who, room, { via = parley.url, ...options } = {}) {
      const context = await browser.newContext({
        viewport: desktop,
        locale: "en-GB",
        reducedMotion: "reduce",
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      page.on("pageerror", error => failures.push(String(error)))
      pages.push(page)
      await page.goto(`${via}/chat?token=${tokens[who]}&roomId=${room}`)
      await page.getByRole("textbox", { name: "Message" }).waitFor()
      return page
    },
    async newest(room, messageType, who) {
      const last = async () => (await heard(room, who)).at(-1)
      await expect.poll(async () => (await last())?.messageType, { timeout: 20_000 }).toBe(messageType)
      return last()
    },
    async clear() {
      for (const page of pages.splice(0)) await page.context().close()
      expect(failures.splice(0)).toEqual([])
    },
    async close() {
      await browser.close()
      await parley.close()
    },
  }
}

export const field = (page: Page) => page.getByRole("textbox", { name: "Message" })
export const log = (page: Page) => page.getByRole("log", { name: "Messages" })
export const uploads = (page: Page) => page.getByRole("list", { name: "Files on their way" })
export const chosen = (page: Page) => page.getByRole("list", { name: "Chosen files" })
export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })

export interface TestFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Chooses files by the menu, as people do. */
export async function attach(page: Page, item: string, files: TestFile[]): Promise<void> {
  await button(page, "Attach").click()
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("menuitem", { name: item }).click(),
  ])
  await chooser.setFiles(files)
}

/** A short film, made by the browser itself. */
export async function makeFilm(page: Page, width: number, height: number): Promise<Buffer> {
  const text = await page.evaluate(
    async ([width, height]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height })
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" })
      const pieces: Blob[] = []
      recorder.ondataavailable = ({ data }) => pieces.push(data)
      const ended = new Promise(resolve => {
        recorder.onstop = resolve
      })
      recorder.start()
      for (let frame = 0; frame < 45; frame++) {
        pen.fillStyle = `hsl(${frame * 8} 80% 50%)`
        pen.fillRect(0, 0, canvas.width, canvas.height)
        await new Promise(requestAnimationFrame)
      }
      recorder.stop()
      await ended
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
      return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""))
    },
    [width, height] as const,
  )
  return Buffer.from(text, "base64")
}

/** Hands files to the page as dragging or pasting does. */
export async function hand(page: Page, event: "drop" | "paste", files: TestFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    data: buffer.toString("base64"),
  }))
  await page.evaluate(
    ([event, given]) => {
      const transfer = new DataTransfer()
      for (const { name, mimeType, data } of given) {
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: mimeType }))
      }
      const place = document.querySelector(event === "drop" ? ".timeline, .placard" : "textarea") as Element
      const common = { bubbles: true, cancelable: true }
      if (event === "paste")
        place.dispatchEvent(new ClipboardEvent("paste", { ...common, clipboardData: transfer }))
      else
        for (const type of ["dragenter", "dragover", "drop"])
          place.dispatchEvent(new DragEvent(type, { ...common, dataTransfer: transfer }))
    },
    [event, given] as const,
  )
}

import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { createContext, runInContext } from "node:vm"
import { afterAll, beforeAll, expect, test } from "vitest"
import { pushOutcomes } from "../../src/wire/push-outcomes.ts"
import { type PushStage, setPushStage, vapid } from "../delivery/push/devices-stage.ts"
import { makeCast, makeDemoRoom, platform, userHeaders } from "../support/backend.ts"
import { startParley } from "../support/parley.ts"

const page = readFileSync(join(import.meta.dirname, "../../docs/push.md"), "utf8")

/** What the page shows between lines that begin so. */
function shown(fence: string): string {
  const begin = page.indexOf(`\`\`\`${fence}\n`) + fence.length + 4
  return page.slice(begin, page.indexOf("```", begin))
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-docs-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function saved(name: string): string {
  const file = join(folder, name)
  writeFileSync(file, shown(`js ${name}`))
  return file
}

/** A browser as the page's two scripts see it. */
function makeBrowser(stage: PushStage) {
  const asked: object[] = []
  const token = JSON.parse(stage.tokenOf("bob", "web laptop"))
  const notifications: [string, { body?: string; tag?: string; data: { room: string } }][] = []
  const opened: string[] = []
  const listeners: Record<string, (event: object) => void> = {}
  const serviceWorker = {
    register: async () => ({
      pushManager: {
        subscribe: async (options: object) => {
          asked.push(options)
          return token
        },
      },
    }),
  }
  const self = {
    addEventListener: (type: string, listener: (event: object) => void) => {
      listeners[type] = listener
    },
    registration: {
      showNotification: async (...shown: (typeof notifications)[0]) => void notifications.push(shown),
    },
    clients: { openWindow: async (url: string) => void opened.push(url) },
  }
  const badges: number[] = []
  const navigator = { serviceWorker, setAppBadge: (badge: number) => void badges.push(badge) }
  const event = (more: object) => ({ waitUntil: () => {}, ...more })
  return { asked, badges, notifications, opened, listeners, self, navigator, event }
}

test("a browser that follows the page registers, shows what comes and opens its room", async () => {
  const stage = await setPushStage("sqlite")
  const browser = makeBrowser(stage)
  const { subscribe } = await import(pathToFileURL(saved("subscribe.js")).href)
  Object.defineProperty(globalThis, "navigator", { value: browser.navigator, configurable: true })
  await subscribe(stage.parley.url, userHeaders(stage.cast.bob), "laptop")
  expect(browser.asked).toEqual([{ userVisibleOnly: true, applicationServerKey: vapid.publicKey }])

  const room = await stage.room(["alice", "bob"], { name: "Ops" })
  const id = await stage.write(room, "alice", { message: "See you at six" })
  const [push] = await stage.web.count(1)
  runInContext(shown("js sw.js"), createContext({ self: browser.self, navigator: browser.navigator }))
  browser.listeners.push?.(browser.event({ data: { json: () => JSON.parse(push?.text ?? "") } }))
  expect(browser.notifications).toEqual([
    ["Ops", expect.objectContaining({ body: "Alice: See you at six", tag: expect.stringMatching(/./) })],
  ])
  expect(browser.notifications[0]?.[1].data).toMatchObject({ _id: id, room })
  expect(browser.badges).toEqual([1])
  const notification = { close: () => {}, data: browser.notifications[0]?.[1].data }
  browser.listeners.notificationclick?.(browser.event({ notification }))
  expect(browser.opened).toEqual([`/?room=${room}`])
  await stage.close()
})

test("the page's receiver takes the calls of a server and no forged ones", async () => {
  const PUSH_SECRET = "a-long-secret"
  const PORT = String(await freePort())
  const child = spawn(process.execPath, [saved("receiver.mjs")], {
    env: { PORT, PUSH_SECRET },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe(`The receiver listens on ${PORT}.`)
  const url = `http://127.0.0.1:${PORT}`
  const parley = await startParley("sqlite", {
    ...{ PUSH_SECRET, PUSH_GENERIC: url, ALLOW_INSECURE_CALLBACKS: "1" },
  })
  await makeCast(parley.url)
  const room = await makeDemoRoom(parley.url)
  const forged = await fetch(url, { method: "POST", body: '{"pushToClients": ["bob"]}' })
  expect(forged.status).toBe(403)
  await platform(parley.url, "POST", "/messages", {
    ...{ room, sender: "alice", messageType: "text", message: "See you at six" },
  })
  expect((await lines.next()).value).toBe("To bob: Alice: See you at six")
  child.kill()
  await once(child, "exit")
  await parley.close()
})

test("every word for what became of a push stands on the page", () => {
  const words = new Set(Object.values(pushOutcomes).map(({ word }) => word))
  // The end of a webhook is told on the page about those.
  words.delete("dead")
  const missing = [...words].filter(word => !page.includes(`\`${word}\``))
  expect(missing).toEqual([])
})

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, "127.0.0.1")
  await once(holder, "listening")
  const { port } = holder.address() as AddressInfo
  holder.close()
  await once(holder, "close")
  return port
}

import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { apiKey, type Parley, startParley } from "../support/parley.ts"
import { startPushReceiver } from "../support/push-receiver.ts"
import { TestSocket } from "../support/test-socket.ts"

const page = readFileSync(join(import.meta.dirname, "../../docs/webhooks.md"), "utf8")

/** What the page shows between lines that begin so. */
function shown(fence: string): string {
  const begin = page.indexOf(`\`\`\`${fence}\n`) + fence.length + 4
  return page.slice(begin, page.indexOf("```", begin))
}

const secret = "a-shared-secret"
let folder: string
let parley: Parley
let cast: Awaited<ReturnType<typeof makeCast>>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "parley-docs-"))
  parley = await startParley("sqlite", { ALLOW_INSECURE_CALLBACKS: "1", WEBHOOK_SECRET: secret })
  cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url)
})
afterAll(async () => {
  await parley?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the page's robot as people do. Resolves once it listens. */
async function startRobot() {
  const file = join(folder, "robot.mjs")
  writeFileSync(file, shown("js robot.mjs"))
  const PORT = String(await freePort())
  const child = spawn(process.execPath, [file], { env: { PORT }, stdio: ["ignore", "pipe", "inherit"] })
  await once(createInterface({ input: child.stdout }), "line")
  return { url: `http://127.0.0.1:${PORT}`, child }
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, "127.0.0.1")
  await once(holder, "listening")
  const { port } = holder.address() as AddressInfo
  holder.close()
  await once(holder, "close")
  return port
}

/** Runs the page's commands with addresses and key of this test. */
async function follow(robot: string): Promise<void> {
  const commands = shown("sh").replace(/^export .*$/m, "")
  const env = { PATH: process.env.PATH, URL: parley.url, KEY: apiKey, ROBOT: robot }
  const { stdout } = await promisify(execFile)("sh", ["-ec", commands], { env })
  expect(stdout.match(/"RC":0/g)).toHaveLength(3)
}

test("the robot of the page is made by its commands and converses", async () => {
  const { url, child } = await startRobot()
  const alice = await TestSocket.signedIn(parley.url, cast.alice)
  const hears = (message: string) =>
    alice.next("chat message", heard => heard.message === message && heard.sender._id === "robot")
  await follow(url)
  await hears("Hello! What is your name?")
  await alice.ask("chat message", { room: "demo-room", message: "Mina" })
  await hears("Nice to meet you, Mina!")
  await alice.ask("chat message", { room: "demo-room", message: "Good morning" })
  await hears("Mina, you wrote 12 letters.")
  alice.close()
  child.kill()
  await once(child, "exit")
})

test("a real call is genuine by the page's own check, and a forged one is not", async () => {
  const file = join(folder, "genuine.mjs")
  writeFileSync(file, shown("js genuine.mjs"))
  const { isGenuine } = await import(pathToFileURL(file).href)
  const receiver = await startPushReceiver()
  await platform(parley.url, "POST", "/rooms/", {
    roomType: "group",
    members: ["bob"],
    webhook: receiver.url,
  })
  const [call] = await receiver.count(1)
  await receiver.close()
  expect(isGenuine(call?.headers, call?.text, secret)).toBe(true)
  expect(isGenuine(call?.headers, `${call?.text} `, secret)).toBe(false)
  expect(isGenuine(call?.headers, call?.text, "another secret")).toBe(false)
  expect(isGenuine({}, call?.text, secret)).toBe(false)
})

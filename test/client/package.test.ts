import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { clientKey } from "../support/parley.ts"
import { type Stage, setStage } from "./stage.ts"

const run = promisify(execFile)
const root = join(import.meta.dirname, "../..")
const source = join(root, "client")

let stage: Stage
let app: string
beforeAll(async () => {
  stage = await setStage("sqlite")
  app = mkdtempSync(join(tmpdir(), "parley-app-"))
  const copy = join(app, "node_modules/parley-client")
  mkdirSync(copy, { recursive: true })
  const tsc = join(root, "node_modules/typescript/bin/tsc")
  await run(process.execPath, [tsc, "-p", source, "--outDir", join(copy, "dist")])
  cpSync(join(source, "package.json"), join(copy, "package.json"))
  symlinkSync(join(root, "node_modules/socket.io-client"), join(app, "node_modules/socket.io-client"))
})
afterAll(async () => {
  await stage?.close()
  rmSync(app, { recursive: true, force: true })
})

/** An app as its author writes it: plain JavaScript, nothing of this project but the package. */
const program = (url: string, token: string) => `
import { createClient } from "parley-client"
const client = createClient({ url: ${JSON.stringify(url)}, clientKey: ${JSON.stringify(clientKey)}, token: ${JSON.stringify(token)} })
client.on("state", async ({ state }) => {
  if (state !== "online") return
  await client.loadMessages("demo-room")
  const { stored } = client.send("demo-room", { message: "from the package" })
  await stored
  console.log(client.rooms.get("demo-room").messages.map(({ message }) => message).join())
  client.close()
})
`

test("the built package runs in plain Node, and nothing of it runs on after close", async () => {
  writeFileSync(join(app, "app.mjs"), program(stage.parley.url, stage.cast.alice))
  // A timer or a socket left behind would keep the process alive until it is killed.
  const { stdout } = await run(process.execPath, ["--no-experimental-strip-types", "app.mjs"], {
    cwd: app,
    timeout: 20_000,
  })
  expect(stdout.trim()).toBe("from the package")
})

test("an app may close its client at any moment, also as soon as it is online or has no token yet", async () => {
  const options = (token: string) =>
    `{ url: ${JSON.stringify(stage.parley.url)}, clientKey: ${JSON.stringify(clientKey)}, token: ${token} }`
  const closing = `
import { createClient } from "parley-client"
const early = createClient(${options("() => new Promise(() => {})")})
const call = early.request("GET", "/me").catch(error => console.log(error.message))
const states = ["connecting", "online"].map(wanted => {
  const client = createClient(${options(JSON.stringify(stage.cast.alice))})
  return new Promise(resolve => {
    client.on("state", ({ state }) => {
      if (state === wanted) resolve(client.close())
    })
    if (client.state === wanted) resolve(client.close())
  })
})
await Promise.all(states)
early.close()
await call
`
  writeFileSync(join(app, "closing.mjs"), closing)
  const { stdout } = await run(process.execPath, ["--no-experimental-strip-types", "closing.mjs"], {
    cwd: app,
    timeout: 20_000,
  })
  expect(stdout.trim()).toBe("The token function has not answered in time.")
})

test("the built package tells its types to an app that is checked strictly", async () => {
  const words = [
    "--strict",
    "--noEmit",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "",
    "app.mts",
  ]
  const text = `
import { type ChatClient, createClient } from "parley-client"
const client: ChatClient = createClient({ url: "", clientKey: "", token: async () => "t" })
client.on("message", ({ message, isNew }) => { const id: string = message._id; const fresh: boolean = isNew; void [id, fresh] })
// @ts-expect-error There is no such event.
client.on("massage", () => {})
`
  writeFileSync(join(app, "app.mts"), text)
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...words], { cwd: app })
})

test("nothing but socket.io-client is needed, in the version that the server is tested with", () => {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"))
  const { dependencies } = read(join(source, "package.json"))
  const ours = read(join(root, "package.json")).dependencies
  expect(dependencies).toEqual({ "socket.io-client": ours["socket.io-client"] })
})

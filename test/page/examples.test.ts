import { spawnSync } from "node:child_process"
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { build, transformWithOxc } from "vite"
import { afterAll, beforeAll, expect, test } from "vitest"
import { asUser, makeCast, makeDemoRoom, platform } from "../support/backend.ts"
import { openPage, startBrowser } from "../support/browser.ts"
import { clientKey, type Parley, startParley } from "../support/parley.ts"
import { startHosts } from "./host-pages.ts"

const root = join(import.meta.dirname, "../..")
const example = (path: string) => join(root, "examples", path)
const read = (path: string) => readFileSync(example(path), "utf8")

let browser: Browser
let parley: Parley
let cast: Awaited<ReturnType<typeof makeCast>>
let folder: string

beforeAll(async () => {
  browser = await startBrowser()
  parley = await startParley("sqlite")
  cast = await makeCast(parley.url)
  await makeDemoRoom(parley.url)
  await platform(parley.url, "POST", "/messages", {
    ...{ room: "demo-room", sender: "bob", messageType: "text", message: "hello" },
  })
  folder = mkdtempSync(join(tmpdir(), "parley-examples-"))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
})
afterAll(async () => {
  await browser?.close()
  await parley?.close()
  rmSync(folder, { recursive: true, force: true })
})

const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })
const badgeOf = async (token: string) => (await asUser(parley.url, token, "GET", "/me/badge")).badge

test("the web page counts, opens the chat, and fetches another token for one that is dead", async () => {
  const html = read("html/index.html")
    .replace("https://chat.example.com", parley.url)
    .replace("your client key", clientKey)
  expect(html).toContain(clientKey)
  const token = { type: "text/plain", body: "dead" }
  const host = await startHosts({ "/": html, "/chat-token": token })
  const { page, failures } = await openPage(browser, "about:blank")
  await page.route("**/chat-token", route => {
    const body = token.body
    token.body = cast.alice
    return route.fulfill({ body })
  })
  await page.goto(host.url)
  const button = page.getByRole("button", { name: /^Chat/ })
  await soon(() => button.textContent()).toBe(`Chat (${await badgeOf(cast.alice)})`)
  await button.click()
  await page.frameLocator("iframe").getByRole("button", { name: /Demo/ }).first().click()
  await soon(() => button.textContent()).toBe("Chat")
  expect(failures).toEqual([])
  await page.context().close()
  await host.close()
})

test("the React component has right types, shows the chat, follows its properties, and goes without a trace", async () => {
  copyFileSync(example("react/parley-chat.tsx"), join(folder, "parley-chat.tsx"))
  copyFileSync(join(root, "web/sdk/types/imkit.d.ts"), join(folder, "imkit.d.ts"))
  writeFileSync(
    join(folder, "app.tsx"),
    `import { render } from "preact"
    import { useState } from "react"
    import { ParleyChat } from "./parley-chat"
    const told: unknown[] = []
    const options = ${JSON.stringify({ domain: parley.url, clientKey, autoSelectRoom: false })}
    const tokens = ${JSON.stringify([cast.alice, cast.bob])}
    function App() {
      const [user, setUser] = useState(0)
      const [room, setRoom] = useState<string>()
      const [isHere, setHere] = useState(true)
      return <div style={{ height: "600px" }}>
        <button onClick={() => setUser(1)}>Bob</button>
        <button onClick={() => setRoom("demo-room")}>Room</button>
        <button onClick={() => setHere(false)}>Away</button>
        <output>{user}</output>
        {isHere && <ParleyChat {...options} token={tokens[user] ?? ""} roomId={room}
          onMessage={message => told.push([user, message.message])} />}
      </div>
    }
    Object.assign(window, { told })
    render(<App />, document.body)`,
  )
  expect(typeMistakes(folder)).toBe("")
  // Preact stands in for React, for which one writes the same.
  const built = await build({
    configFile: false,
    root: folder,
    logLevel: "error",
    resolve: { alias: { "react/jsx-runtime": "preact/jsx-runtime", react: "preact/compat" } },
    build: { write: false, lib: { entry: join(folder, "app.tsx"), formats: ["es"], fileName: "app" } },
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  })
  const [bundle] = [built].flat() as { output: { code: string }[] }[]
  const body = bundle?.output[0]?.code ?? ""
  const host = await startHosts({
    "/": '<!doctype html><body><script type="module" src="/app.js"></script>',
    "/app.js": { type: "text/javascript", body },
  })
  const { page, failures } = await openPage(browser, host.url)
  const chat = page.frameLocator("iframe")
  await chat.getByRole("button", { name: /Demo/ }).first().waitFor()
  expect(await chat.getByRole("textbox", { name: "Message" }).count()).toBe(0)
  await page.getByRole("button", { name: "Room" }).click()
  await chat.getByRole("main").getByRole("heading", { name: "Demo" }).waitFor()
  await page.getByRole("button", { name: "Bob" }).click()
  await chat.getByRole("button", { name: /Demo/ }).first().waitFor()
  const say = () =>
    platform(parley.url, "POST", "/messages", {
      ...{ room: "demo-room", sender: "alice", messageType: "text", message: "to Bob" },
    })
  await soon(async () => {
    await say()
    return page.evaluate(() => (window as unknown as { told: unknown[] }).told)
  }).toContainEqual([1, "to Bob"])
  await page.getByRole("button", { name: "Away" }).click()
  await soon(() => page.locator("iframe").count()).toBe(0)
  expect(failures).toEqual([])
  await page.context().close()
  await host.close()
})

test("the script of the Vue component is TypeScript, and names every option of the chat", async () => {
  const [, script = ""] = /<script setup lang="ts">(.*)<\/script>/s.exec(read("vue/ParleyChat.vue")) ?? []
  await transformWithOxc(script, "ParleyChat.ts")
  const types = readFileSync(join(root, "web/sdk/types/imkit.d.ts"), "utf8")
  const [, options = ""] = /interface InitOptions \{(.*?)\n\}/s.exec(types) ?? []
  const names = [...options.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(8)
  for (const name of names) expect(script).toContain(name)
})

/** What the compiler says of the files in a folder, with Preact's types for React's. */
function typeMistakes(where: string): string {
  const types = (path: string) => [join(root, "node_modules/preact", path)]
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, target: "esnext", module: "esnext", types: [] },
    ...{ moduleResolution: "bundler", lib: ["esnext", "dom"], jsx: "react-jsx", jsxImportSource: "preact" },
    paths: {
      react: types("compat/src/index.d.ts"),
      "react/jsx-runtime": types("jsx-runtime/src/index.d.ts"),
    },
  }
  writeFileSync(join(where, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }))
  return spawnSync(process.execPath, [
    join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    where,
  ]).stdout.toString()
}

import { spawn } from "node:child_process"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openBrowser } from "../edge/http/dashboard/stage.ts"
import { emptyFolder, Running } from "./running.ts"

const script = join(import.meta.dirname, "..", "..", "scripts", "operator.ts")
const apiKey = "given-api-key-0123456789"

/** `npm run operator` as people run it. */
function run(folder: string, words: string[], env: Record<string, string> = {}) {
  const { PATH = "" } = process.env
  const child = spawn(process.execPath, [script, ...words], { cwd: folder, env: { PATH, ...env } })
  const said = { stdout: "", stderr: "" }
  child.stdout.on("data", chunk => {
    said.stdout += chunk
  })
  child.stderr.on("data", chunk => {
    said.stderr += chunk
  })
  return new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve =>
    child.on("close", code => resolve({ code, ...said })),
  )
}

describe("the operators of a server", () => {
  let folder: string
  let remove: () => void
  const running: Running[] = []

  beforeEach(() => {
    ;({ folder, remove } = emptyFolder())
  })
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop()
    remove()
  })

  async function start(env: Record<string, string> = {}): Promise<Running> {
    const server = await Running.start(folder, env)
    running.push(server)
    return server
  }
  const shown = (text: string) => /password +(\S+)/.exec(text)?.[1] ?? ""
  const signIn = async (server: Running, name: string, password: string) =>
    (await openBrowser(server.url).signIn(name, password)).status
  const stopped = async (server: Running) => {
    server.signal("SIGTERM")
    await server.ended
  }

  test("begin with one, whose password is shown once and never logged", async () => {
    const first = await start({ API_KEY: apiKey, LOG_LEVEL: "trace" })
    await first.until(() => shown(first.stderr) !== "", "the password")
    const password = shown(first.stderr)
    expect(first.stderr).toContain("/dashboard")
    expect(await signIn(first, "operator", password)).toBe(200)
    await stopped(first)
    expect(first.stdout).not.toContain(password)
    const second = await start({ API_KEY: apiKey })
    expect(await signIn(second, "operator", password)).toBe(200)
    await stopped(second)
    expect(shown(second.stderr)).toBe("")
  })

  test("begin with the password that a setting gives, which is not shown", async () => {
    const password = "given-for-the-first-operator"
    const server = await start({
      API_KEY: apiKey,
      CLIENT_KEY: "given-client-key",
      OPERATOR_PASSWORD: password,
    })
    expect(await signIn(server, "operator", password)).toBe(200)
    await stopped(server)
    expect(server.stdout + server.stderr).not.toContain(password)
    const again = await start({ OPERATOR_PASSWORD: "another-one-that-comes-too-late" })
    expect(await signIn(again, "operator", password)).toBe(200)
  })

  test("refuse to begin with a password that is too short", async () => {
    const server = Running.spawn(folder, { OPERATOR_PASSWORD: "too-short" })
    running.push(server)
    expect(await server.ended).toEqual({ code: 2, signal: null })
    expect(server.stderr).toContain("OPERATOR_PASSWORD must have at least 10 characters")
  })

  test("are made and given new passwords from the command line", async () => {
    const server = await start({ API_KEY: apiKey })
    const url = ["--url", server.url]
    const made = await run(folder, ["Sue", ...url])
    expect([made.code, made.stderr]).toEqual([0, ""])
    expect(made.stdout).toContain(`${server.url}/dashboard`)
    expect(await signIn(server, "sue", shown(made.stdout))).toBe(200)
    const reset = await run(folder, ["sue", ...url])
    expect(await signIn(server, "sue", shown(made.stdout))).toBe(403)
    expect(await signIn(server, "sue", shown(reset.stdout))).toBe(200)
  })

  test("are nobody else's to make", async () => {
    const server = await start({ API_KEY: apiKey })
    const stranger = { JWT_SECRET: "another secret of at least 32 characters".replaceAll(" ", "-") }
    const refused = await run(folder, ["eve", "--url", server.url], stranger)
    expect([refused.code, refused.stdout]).toEqual([2, ""])
    expect(refused.stderr).toContain("JWT_SECRET")
  })

  test("are told in one sentence what is wrong with a command", async () => {
    for (const [words, sentence] of [
      [[], "Name one operator."],
      [["a", "b"], "Name one operator."],
      [["a", "--force"], "--force"],
      [["a"], "There is no JWT secret"],
    ] as [string[], string][]) {
      const { code, stderr } = await run(folder, words)
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      expect(stderr).not.toMatch(/^\s+at /m)
    }
    const nobody = await run(folder, ["a", "--url", "http://127.0.0.1:1"], { JWT_SECRET: "x".repeat(32) })
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("No server answers")])
  })
})

import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { baseSettings } from "../support/parley.ts"

const folder = mkdtempSync(join(tmpdir(), "parley-settings-"))
const main = join(import.meta.dirname, "../../src/main.ts")

describe("settings of external push that cannot be used", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const start = (settings: Record<string, string>) =>
    spawnSync(process.execPath, [main], {
      env: { ...baseSettings, PATH: process.env.PATH, DATA_DIR: folder, ...settings },
      encoding: "utf8",
      timeout: 20_000,
    })

  test.each(["PUSH", "PUSH_GENERIC"])("%s without https stops the start with status 2", name => {
    const { status, stderr } = start({ [name]: "http://push.example/" })
    expect(status).toBe(2)
    expect(stderr).toContain(`${name} must begin with https://`)
  })

  test("all mistakes are listed at once", () => {
    const { status, stderr } = start({
      PUSH: "ftp://push.example/",
      PUSH_GENERIC: "nonsense",
      PUSH_SECRET: "short",
      JOB_WORKER_ON: "maybe",
    })
    expect(status).toBe(2)
    for (const name of ["PUSH ", "PUSH_GENERIC ", "PUSH_SECRET ", "JOB_WORKER_ON "])
      expect(stderr).toContain(`- ${name}`)
  })

  test("a secret without anybody to call is a mistake", () => {
    expect(start({ PUSH_SECRET: "long-enough-secret" })).toMatchObject({ status: 2 })
  })
})

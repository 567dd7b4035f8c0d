import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { ConfigError } from "../../src/config/config.ts"
import { loadKeys } from "../../src/config/keys.ts"

const none = { apiKey: null, clientKey: null, jwtSecret: null }

describe("keys", () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), "parley-keys-")), "data")
  })
  afterEach(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }))

  const path = () => join(dataDir, "keys.json")

  test("are made once, all different, and kept for their owner alone", () => {
    const { keys, made } = loadKeys({ dataDir, keys: none })
    expect(made).toEqual(["apiKey", "clientKey", "jwtSecret"])
    expect(new Set(Object.values(keys)).size).toBe(3)
    for (const key of Object.values(keys)) expect(key).toMatch(/^[\w-]{32,}$/)
    expect(keys.clientKey).not.toContain(keys.apiKey)
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(loadKeys({ dataDir, keys: none })).toEqual({ keys, made: [] })
  })

  test("of the environment win and are never written down", () => {
    const given = { ...none, apiKey: "given-api-key" }
    const { keys, made } = loadKeys({ dataDir, keys: given })
    expect([keys.apiKey, made]).toEqual(["given-api-key", ["clientKey", "jwtSecret"]])
    expect(readFileSync(path(), "utf8")).not.toContain("given-api-key")
    expect(loadKeys({ dataDir, keys: none }).keys).toMatchObject({
      clientKey: keys.clientKey,
      jwtSecret: keys.jwtSecret,
    })
  })

  test("that cannot be read stop the start instead of being replaced", () => {
    loadKeys({ dataDir, keys: none })
    writeFileSync(path(), "{")
    expect(() => loadKeys({ dataDir, keys: none })).toThrow(ConfigError)
    expect(readFileSync(path(), "utf8")).toBe("{")
  })
})

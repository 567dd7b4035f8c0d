import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { inject } from "vitest"
import type { Context } from "../../src/chat/context.ts"
import { makeConfig } from "../../src/config/config.ts"
import { readEnvironment } from "../../src/config/env.ts"
import type { Clock } from "../../src/lib/clock.ts"
import { makeLog } from "../../src/lib/log.ts"
import { startServer } from "../../src/server.ts"

export const engines = ["sqlite", "postgres"] as const
export type Engine = (typeof engines)[number]

export const apiKey = "test-api-key-0123456789"
export const clientKey = "test-client-key-0123456789"

/** Settings every server under test starts from. */
export const baseSettings = {
  HOST: "127.0.0.1",
  PORT: "0",
  API_KEY: apiKey,
  CLIENT_KEY: clientKey,
  JWT_SECRET: "test-secret-test-secret-test-secret",
  API_RATE_LIMIT: "0",
  LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "fatal",
}

/** Where a server keeps what it stores: a folder and, on PostgreSQL, a new database. */
export interface Place {
  settings: Record<string, string>
  remove: () => void
}

export async function makePlace(engine: Engine): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "parley-test-"))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (engine === "sqlite") return { settings: { DATA_DIR: folder }, remove }
  return { settings: { DATA_DIR: folder, DATABASE_URL: await makeDatabase() }, remove }
}

async function makeDatabase(): Promise<string> {
  const url = new URL(inject("postgresUrl"))
  const name = `test_${randomBytes(6).toString("hex")}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}

export interface Parley {
  url: string
  ctx: Context
  engine: Engine
  close: () => Promise<void>
}

/** A real server in this process, on a free port with a real, empty database. */
export async function startParley(
  engine: Engine,
  settings: Record<string, string> = {},
  clock: Clock = Date.now,
): Promise<Parley> {
  const place = await makePlace(engine)
  const { config } = makeConfig(readEnvironment({ ...baseSettings, ...place.settings, ...settings }))
  const keys = { apiKey, clientKey, jwtSecret: baseSettings.JWT_SECRET }
  const server = await startServer(config, keys, makeLog(config.logLevel), clock)
  return {
    url: server.url.replace("localhost", "127.0.0.1"),
    ctx: server.ctx,
    engine,
    close: async () => {
      await server.close()
      place.remove()
    },
  }
}

import { spawn } from "node:child_process"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import pg from "pg"
import { baseSettings } from "./parley.ts"

export interface ParleyProcess {
  url: string
  /** Ends it as a power cut would: no signal handler runs. Resolves when it is gone. */
  kill: () => Promise<void>
  /** Asks it to end. @returns its exit status. */
  stop: () => Promise<number | null>
}

const main = join(import.meta.dirname, "../../src/main.ts")

/** Servers that start again and again need not read their sources anew. */
export const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), "parley-tests-compiled") }

/** The server as people start it, in a process of its own. Resolves once it listens. */
export async function spawnParley(settings: Record<string, string>): Promise<ParleyProcess> {
  const child = spawn(process.execPath, [main], {
    env: { ...baseSettings, ...compileCache, PATH: process.env.PATH, LOG_LEVEL: "info", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const gone = once(child, "exit")
  let errors = ""
  child.stderr.on("data", chunk => {
    errors += chunk
  })
  const url = await Promise.race([
    listening(child.stdout),
    gone.then(([status]) => Promise.reject(new Error(`ended with ${status}: ${errors}`))),
  ])
  return {
    url: url.replace("localhost", "127.0.0.1"),
    kill: async () => {
      child.kill("SIGKILL")
      await gone
      if (settings.DATABASE_URL) await released(settings.DATABASE_URL)
    },
    stop: async () => {
      child.kill("SIGTERM")
      const [status] = await gone
      return status
    },
  }
}

/** Waits for the line that marks readiness; what goes wrong before or after it is shown. */
function listening(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise(resolve => {
    createInterface({ input: output }).on("line", line => {
      const { msg, url, level } = JSON.parse(line)
      if (msg === "listening") resolve(url)
      if (level >= 50) process.stderr.write(`${line}\n`)
    })
  })
}

/** The database may still be at the last statements of a process that is gone: waits until it has noticed. */
async function released(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl)
  const name = url.pathname.slice(1)
  url.pathname = "/postgres"
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const query = "SELECT COUNT(*)::int AS n FROM pg_stat_activity WHERE datname = $1"
  while ((await client.query(query, [name])).rows[0].n > 0);
  await client.end()
}

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { cpuMsOf, rssBytesOf } from "./process-cost.ts"

/** A server under test: a process of its own that says where it listens. */
export interface ChildServer {
  pid: number
  url: URL
  cpuMs: () => number
  rssBytes: () => number
  /** Asks it to drop its garbage, soon. */
  collect: () => void
  stop: () => Promise<void>
}

const patienceMs = 20_000
const preload = pathToFileURL(join(import.meta.dirname, "collect-on-signal.ts")).href

/**
 * Starts `node ARGS` and waits for its line `{"msg":"listening"}`. What it writes to stderr is shown;
 * `BENCH_NODE_OPTIONS` becomes its NODE_OPTIONS, so that it can be profiled.
 */
export async function startChild(args: string[], environment: NodeJS.ProcessEnv): Promise<ChildServer> {
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--import=${preload} ${process.env.BENCH_NODE_OPTIONS ?? ""}`,
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const stopWithUs = () => child.kill("SIGKILL")
  process.on("exit", stopWithUs)
  const url = await listening(child)
  const pid = child.pid as number
  return {
    pid,
    url,
    cpuMs: () => cpuMsOf(pid),
    rssBytes: () => rssBytesOf(pid),
    collect: () => void child.kill("SIGUSR2"),
    stop: async () => {
      process.off("exit", stopWithUs)
      if (child.exitCode !== null) return
      child.kill("SIGTERM")
      await once(child, "exit")
    },
  }
}

function listening(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error("the server did not start in time")), patienceMs)
    child.once("exit", code => reject(new Error(`the server ended with status ${code}`)))
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", line => {
      const said = parse(line)
      if (said.msg !== "listening" || said.url === undefined) return
      clearTimeout(patience)
      resolve(new URL(said.url.replace("localhost", "127.0.0.1")))
    })
  })
}

function parse(line: string): { msg?: string; url?: string } {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}

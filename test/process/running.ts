import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { compileCache } from "../support/process.ts"

const main = join(import.meta.dirname, "..", "..", "src", "main.ts")

/** However slow the machine: what has not come by then does not come. */
const patienceMs = 20_000

/** The server as people start it: a process with its own folder, its output read line by line. */
export class Running {
  readonly folder: string
  stdout = ""
  stderr = ""
  readonly ended: Promise<{ code: number | null; signal: string | null }>
  readonly #child: ChildProcess
  #heard = new Set<() => void>()

  private constructor(folder: string, env: Record<string, string>, words: string[]) {
    this.folder = folder
    const { PATH = "" } = process.env
    this.#child = spawn(process.execPath, [main, ...words], {
      cwd: folder,
      env: { ...compileCache, PATH, ...env },
    })
    this.#child.stdout?.on("data", chunk => this.#hear("stdout", chunk))
    this.#child.stderr?.on("data", chunk => this.#hear("stderr", chunk))
    // Not before all of its output was read.
    this.ended = new Promise(resolve =>
      this.#child.on("close", (code, signal) => {
        resolve({ code, signal })
        for (const listener of this.#heard) listener()
      }),
    )
  }

  /** Starts without waiting for anything. */
  static spawn(folder: string, env: Record<string, string> = {}, words: string[] = []): Running {
    return new Running(folder, { PORT: "0", HOST: "127.0.0.1", ...env }, words)
  }

  /** Starts, and waits until the server listens and has said all it says at its start. */
  static async start(
    folder: string,
    env: Record<string, string> = {},
    words: string[] = [],
  ): Promise<Running> {
    const running = Running.spawn(folder, env, words)
    await running.line("listening")
    return running
  }

  get url(): string {
    const { url } = this.lines().find(line => line.msg === "listening") ?? {}
    return String(url).replace("localhost", "127.0.0.1")
  }

  /** The JSON lines on stdout so far. */
  lines(): Record<string, unknown>[] {
    return this.stdout
      .split("\n")
      .slice(0, -1)
      .map(line => JSON.parse(line))
  }

  /** Waits for a log line with this message. */
  async line(msg: string): Promise<Record<string, unknown>> {
    await this.until(() => this.lines().some(line => line.msg === msg), `the line "${msg}"`)
    return this.lines().find(line => line.msg === msg) ?? {}
  }

  /** Waits until its output makes something true. */
  async until(isTrue: () => boolean, what: string): Promise<void> {
    if (isTrue()) return
    await new Promise<void>((resolve, reject) => {
      const fail = () => {
        this.#heard.delete(listener)
        reject(new Error(`waited in vain for ${what}; stdout: ${this.stdout}; stderr: ${this.stderr}`))
      }
      const timer = setTimeout(fail, patienceMs)
      const listener = () => {
        if (!isTrue()) return this.#child.exitCode !== null && fail()
        clearTimeout(timer)
        this.#heard.delete(listener)
        resolve()
      }
      this.#heard.add(listener)
    })
  }

  signal(name: "SIGTERM" | "SIGINT" | "SIGKILL"): void {
    this.#child.kill(name)
  }

  /** Ends it if it still runs. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL")
    await this.ended
  }

  #hear(stream: "stdout" | "stderr", chunk: Buffer): void {
    this[stream] += chunk.toString()
    for (const listener of [...this.#heard]) listener()
  }
}

/** An empty folder to start in. */
export function emptyFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "parley-process-"))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

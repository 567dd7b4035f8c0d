import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { join } from "node:path"

/** `npm run dev`: builds the browser half again and restarts the server when their files change. Ctrl-C ends both. */

const root = join(import.meta.dirname, "..")
const vite = join(root, "node_modules", "vite", "bin", "vite.js")
const children: ChildProcess[] = []
let ending = false

function start(...words: string[]): void {
  const child = spawn(process.execPath, words, { cwd: root, stdio: "inherit" })
  child.on("exit", () => end(child.exitCode ?? 0))
  children.push(child)
}

/** Whichever ends first takes the others with it. */
function end(status: number): void {
  if (!ending) process.exitCode = status
  ending = true
  for (const child of children) child.kill("SIGTERM")
}

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(0))

// The server reads the page once, when it starts: the page is there before, and its folder is watched after.
const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" })
if (built.status !== 0) process.exit(1)
for (const config of ["web/vite.config.ts", "web/vite.sdk.config.ts", "web/vite.dashboard.config.ts"]) {
  start(vite, "build", "--watch", "--config", config, "--logLevel", "warn")
}
start("--watch-path=src", "--watch-path=dist/web", "--watch-preserve-output", "src/main.ts")

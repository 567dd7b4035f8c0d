import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { findBreaks } from "./layers.ts"
import { makeSample } from "./settings-sample.ts"

/** `npm run check`: everything that can be said of the code without running it. `--write` writes .env.example anew. */

const root = join(import.meta.dirname, "..")
const samplePath = join(root, ".env.example")

/** Each prints what it finds. @returns true when there is nothing to mend. */
const checks: Record<string, () => boolean> = {
  types: () => run("tsc", "-p", "."),
  "the client's types": () => run("tsc", "-p", "client", "--noEmit"),
  "lint and format": () => run("biome", "check", "."),
  layers: () => none(findBreaks(root)),
  "settings sample": () =>
    none(
      readSample() === makeSample()
        ? []
        : [".env.example is not what the settings say: run node scripts/check.ts --write"],
    ),
  "unused code": () => run("knip"),
}

function run(program: string, ...words: string[]): boolean {
  const path = `${join(root, "node_modules", ".bin")}:${process.env.PATH}`
  const { status, error } = spawnSync(program, words, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  })
  if (error) process.stderr.write(`${program} could not be run: ${error.message}\n`)
  return status === 0
}

function none(findings: string[]): boolean {
  for (const finding of findings) process.stdout.write(`${finding}\n`)
  return findings.length === 0
}

function readSample(): string {
  try {
    return readFileSync(samplePath, "utf8")
  } catch {
    return ""
  }
}

if (process.argv.includes("--write")) writeFileSync(samplePath, makeSample())

const failed = Object.entries(checks).flatMap(([name, check]) => {
  process.stdout.write(`— ${name}\n`)
  return check() ? [] : [name]
})
process.stdout.write(failed.length === 0 ? "All checks passed.\n" : `Failed: ${failed.join(", ")}.\n`)
process.exitCode = failed.length === 0 ? 0 : 1

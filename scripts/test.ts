import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium, chromiumShell, needPrograms, postgres } from "./programs.ts"

/** `npm test`: brings what the tests need, runs them, and ends with one plain line. Words after `--` go to vitest. */

interface Totals {
  passed: number
  failed: number
  skipped: number
}

const root = join(import.meta.dirname, "..")

function main(): number {
  checkNode()
  const [, chromiumPath, shellPath] = needPrograms([postgres, chromium, chromiumShell])
  const env = { ...process.env, CHROMIUM_PATH: chromiumPath, CHROMIUM_SHELL_PATH: shellPath }
  // The page tests open what the server serves, and it serves what was built.
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, env, stdio: "inherit" })
  if (built.status !== 0) throw new Error("The browser half could not be built: see above.")

  const { status, totals } = runTests(env)
  process.stdout.write(`${sentenceOf(totals)}\n`)
  return status === 0 && totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major > 24 || (major === 24 && minor >= 16)) return
  throw new Error(
    `The tests need Node 24.16 or newer and this is ${process.versions.node}: run npm ci, which brings one, without --omit=optional.`,
  )
}

function runTests(env: NodeJS.ProcessEnv): { status: number | null; totals: Totals } {
  const folder = mkdtempSync(join(tmpdir(), "parley-report-"))
  const report = join(folder, "report.json")
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
  const words = [vitest, "run", ...process.argv.slice(2), ...reporters]
  const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: "inherit" })
  const totals = readTotals(report)
  rmSync(folder, { recursive: true, force: true })
  return { status, totals }
}

/** A file that could not be loaded counts as one failure; so does a run that left no report. */
function readTotals(report: string): Totals {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  )
  const unloaded = testResults.filter(
    (file: { status: string; assertionResults: { status: string }[] }) =>
      file.status === "failed" && !file.assertionResults.some(test => test.status === "failed"),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  }
}

function sentenceOf({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`
}

try {
  process.exitCode = main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.stdout.write("0 passed, 1 failed\n")
  process.exitCode = 1
}

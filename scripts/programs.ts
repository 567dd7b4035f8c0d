import { execFileSync, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { postgresPrograms } from "../test/support/postgres.ts"

/** A program of the system that tests start. */
interface Program {
  name: string
  /** The Debian package that brings it. */
  debianPackage: string
  /** @returns where it is; undefined when this machine has none that will do. */
  find: () => string | undefined
}

const oldestPostgres = 15

export const postgres: Program = {
  name: `PostgreSQL ${oldestPostgres} or newer`,
  debianPackage: "postgresql",
  find: () => {
    const folder = postgresPrograms()
    if (!folder) return
    const version = execFileSync(join(folder, "initdb"), ["--version"], { encoding: "utf8" })
    return Number(/ (\d+)/.exec(version)?.[1]) >= oldestPostgres ? folder : undefined
  },
}

export const chromium: Program = {
  name: "Chromium",
  debianPackage: "chromium",
  find: () => {
    const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(":")]
    const names = ["chromium", "chromium-browser", "google-chrome"]
    const places = folders.flatMap(folder => names.map(name => join(folder, name)))
    return [process.env.CHROMIUM_PATH ?? "", ...places].find(place => place !== "" && existsSync(place))
  },
}

/** Chromium without windows: it costs the tests half of the processor's time. */
export const chromiumShell: Program = {
  name: "Chromium's headless shell",
  debianPackage: "chromium-headless-shell",
  find: () =>
    [process.env.CHROMIUM_SHELL_PATH ?? "", "/usr/bin/chromium-headless-shell"].find(
      place => place !== "" && existsSync(place),
    ) ?? (existsSync("/usr/bin/apt-get") ? undefined : chromium.find()),
}

/**
 * Finds programs, and installs the missing ones with apt-get where that is allowed.
 * @returns where each is. @throws Error with one sentence for people.
 */
export function needPrograms(programs: Program[]): string[] {
  const missing = programs.filter(program => !program.find())
  if (missing.length > 0) install(missing)
  return programs.map(program => {
    const place = program.find()
    if (!place) throw new Error(howToGet(missing, "and apt-get did not bring it"))
    return place
  })
}

function install(missing: Program[]): void {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync("/usr/bin/apt-get")) {
    throw new Error(
      howToGet(
        missing,
        isRoot ? "and there is no apt-get to install it with" : "and only root may install it",
      ),
    )
  }
  process.stdout.write(`Installing ${missing.map(program => program.name).join(" and ")} …\n`)
  aptGet("update")
  aptGet("install", "--yes", "--no-install-recommends", ...missing.map(program => program.debianPackage))
}

function aptGet(...words: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const { status, stdout, stderr } = spawnSync("apt-get", ["--quiet", ...words], { env, encoding: "utf8" })
  if (status !== 0) throw new Error(`apt-get ${words.join(" ")} failed:\n${stdout}${stderr}`)
}

function howToGet(missing: Program[], why: string): string {
  const names = missing.map(program => program.name).join(" and ")
  const packages = missing.map(program => program.debianPackage).join(" ")
  return `The tests need ${names}, which this machine lacks, ${why}: install the packages ${packages} (Debian's names) and try again.`
}

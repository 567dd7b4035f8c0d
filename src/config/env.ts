import { readFileSync } from "node:fs"
import { type Setting, type Settings, settings, unsupported } from "./settings.ts"
import { type ShownSetting, shownSetting } from "./shown-settings.ts"

export interface Environment {
  settings: Settings
  /** One sentence for each value that cannot be used. */
  mistakes: string[]
  /** One sentence for each variable that is set in vain. */
  warnings: string[]
  /** All of them, as operators are shown them. */
  shown: ShownSetting[]
}

/** Reads the settings from the environment; a secret may stand in the file that `NAME_FILE` names. */
export function readEnvironment(env: Record<string, string | undefined> = process.env): Environment {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  const shown: ShownSetting[] = []
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    try {
      const text = textOf(name, setting, env)
      values[name] = text === "" ? setting.absent : setting.read(text)
      shown.push(shownSetting(name, setting, text))
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}`)
      values[name] = setting.absent
    }
  }
  if (env.REDIS_URL) mistakes.push("REDIS_URL is not supported by this version: run one node")
  const warnings = Object.keys(unsupported)
    .filter(name => env[name])
    .map(name => `${name} ${unsupported[name]}`)
  if (env.NODE_ENV === "development") warnings.push("NODE_ENV=development does not open the sandbox")
  return { settings: values as Settings, mistakes, warnings, shown }
}

function textOf(name: string, setting: Setting<unknown>, env: Record<string, string | undefined>): string {
  const file = setting.secret ? env[`${name}_FILE`] : undefined
  if (file && env[name]) throw new Error(`and ${name}_FILE are both set: keep one`)
  if (!file) return env[name]?.trim() ?? ""
  try {
    return readFileSync(file, "utf8").trim()
  } catch {
    throw new Error(`cannot be read from the file that ${name}_FILE names (${file})`)
  }
}

/** True when this is a production environment by the usual sign; then no demo is ever made unasked. */
export function isProduction(env: Record<string, string | undefined> = process.env): boolean {
  return env.NODE_ENV === "production"
}

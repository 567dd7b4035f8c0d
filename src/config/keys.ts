import { randomBytes } from "node:crypto"
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"
import { type Config, ConfigError, type Keys } from "./config.ts"

/**
 * The keys in force: those of the environment, else those kept in `DATA_DIR/keys.json` (mode 600), made at first start.
 * @returns `made` the names of those that this start made.
 */
export function loadKeys(config: Pick<Config, "dataDir" | "keys">): { keys: Keys; made: (keyof Keys)[] } {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const path = pathOf(config.dataDir)
  const kept = keptKeys(config.dataDir)
  const random = {
    apiKey: () => randomBytes(32).toString("base64url"),
    clientKey: () => randomBytes(24).toString("base64url"),
  }
  const keys: Keys = {
    apiKey: config.keys.apiKey ?? kept.apiKey ?? random.apiKey(),
    clientKey: config.keys.clientKey ?? kept.clientKey ?? random.clientKey(),
    jwtSecret: config.keys.jwtSecret ?? kept.jwtSecret ?? random.apiKey(),
  }
  const names = ["apiKey", "clientKey", "jwtSecret"] as const
  const fresh = names.filter(name => !config.keys[name] && !kept[name])
  if (fresh.length > 0) {
    // Only made keys are kept: what the environment gives stays out of the file.
    const stored = { ...kept, ...Object.fromEntries(fresh.map(name => [name, keys[name]])) }
    writeDurably(path, `${JSON.stringify(stored, null, 2)}\n`)
  }
  return { keys, made: fresh }
}

const pathOf = (dataDir: string) => join(dataDir, "keys.json")

/** The keys that an earlier start made. @throws ConfigError */
export function keptKeys(dataDir: string): Partial<Keys> {
  const path = pathOf(dataDir)
  if (!existsSync(path)) return {}
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Partial<Keys>
  } catch {
    throw new ConfigError([`${path} is not readable JSON: restore it, or remove it to have new keys made`])
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(`${path}.new`, "w", 0o600)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
}

/** Takes over a key that replaces one that was made here. */
export function keepKey(dataDir: string, kind: keyof Keys, value: string): void {
  writeDurably(pathOf(dataDir), `${JSON.stringify({ ...keptKeys(dataDir), [kind]: value }, null, 2)}\n`)
}

import { timingSafeEqual } from "node:crypto"
import type { Clock } from "../lib/clock.ts"
import { type AppKeyRow, type KeyKind, listAppKeys } from "../store/app-keys.ts"
import type { Database } from "../store/database.ts"

/** How long a process may go by the keys it knows: another one may have replaced them. */
const rereadMs = 5000

/** The key the server was started with. */
export interface GivenKey {
  value: string
  /** From the environment: it stays in force. Otherwise it is kept in a file, and may be replaced. */
  fixed: boolean
}

/** A key in force, and what it replaced while that is good. Times in ms since the epoch. */
export interface KeyState {
  value: string
  source: "environment" | "file" | "dashboard"
  createdAt?: number
  previous?: { value: string; until: number }
}

/** The keys of backends and apps as they now are. */
export interface AppKeys {
  get: (kind: KeyKind) => Promise<KeyState>
  /** Compares in constant time, so that a key cannot be guessed letter by letter. */
  accepts: (kind: KeyKind, given: string | undefined) => Promise<boolean>
  /** Has them read anew. */
  forget: () => void
  /** Told of a new key, so that those who read the file know it, too. */
  keep: (kind: KeyKind, value: string) => void
}

export function makeAppKeys(
  { db, clock }: { db: Database; clock: Clock },
  given: Record<KeyKind, GivenKey>,
  keep: AppKeys["keep"],
): AppKeys {
  let known: { rows: Promise<AppKeyRow[]>; until: number } | undefined

  function read(): Promise<AppKeyRow[]> {
    if (known && clock() < known.until) return known.rows
    const rows = (async () => listAppKeys(db))()
    const held = { rows, until: clock() + rereadMs }
    known = held
    rows.catch(() => {
      if (known === held) known = undefined
    })
    return rows
  }

  async function get(kind: KeyKind): Promise<KeyState> {
    const { value, fixed } = given[kind]
    if (fixed) return { value, source: "environment" }
    const row = (await read()).find(row => row.kind === kind)
    if (!row) return { value, source: "file" }
    const { previous, previousUntil: until } = row
    const good = previous !== null && until > clock() ? { previous: { value: previous, until } } : {}
    return { value: row.value, source: "dashboard", createdAt: row.createdAt, ...good }
  }

  return {
    get,
    keep,
    accepts: async (kind, shown) => {
      if (shown === undefined) return false
      const { value, previous } = await get(kind)
      return isSame(value, shown) || (previous !== undefined && isSame(previous.value, shown))
    },
    forget: () => {
      known = undefined
    },
  }
}

function isSame(secret: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(secret), Buffer.from(given)]
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

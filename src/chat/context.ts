import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import type { OutboxRow } from "../store/outbox.ts"
import type { ChatEvent } from "./events.ts"

/** What every chat function works with. */
export interface Context {
  db: Database
  clock: Clock
  log: Log
  jwtSecret: string
  tokenLifeMs: number
  /** False: no read markers move, and nothing is unread. */
  readTracking: boolean
  /** Which external push a new message is put into the outbox for, if any. */
  pushKind: OutboxRow["kind"] | null
  publish: (event: ChatEvent) => void
}

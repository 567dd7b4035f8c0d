import type { Blobs } from "../blobs/blobs.ts"
import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import type { OutboxRow } from "../store/outbox.ts"
import type { ChatEvent } from "./events.ts"
import type { ForeignTokens } from "./foreign-tokens.ts"
import type { SignElsewhere } from "./signing.ts"

/** What the operator decided about rooms and messages (contract: operations.md). */
export interface Rules {
  /** Who is added must consent where nothing else is said, and nobody joins without an invitation. */
  invitationRequired: boolean
  /** Sensitive words make a message refused, not masked. */
  refusesCensored: boolean
  /** Only the API key sets webhooks. */
  webhookPlatformOnly: boolean
  /** What webhooks are told of is never dropped. */
  webhooksDurable: boolean
  /** Callbacks may reach private addresses. */
  privateCallbacks: boolean
}

/** What every chat function works with. */
export interface Context {
  db: Database
  clock: Clock
  log: Log
  jwtSecret: string
  tokenLifeMs: number
  /** Null: only tokens that are known here are good. */
  foreignTokens: ForeignTokens | null
  /** Null: the server signs its tokens itself. */
  signElsewhere: SignElsewhere | null
  /** False: no read markers move, and nothing is unread. */
  readTracking: boolean
  /** What a new message is put into the outbox for, where it is to be pushed. */
  pushKinds: readonly OutboxRow["kind"][]
  rules: Rules
  blobs: Blobs
  /** Most bytes of one file, and of one user's files together; 0 is no limit to these. */
  files: { largestBytes: number; quotaBytes: number }
  publish: (event: ChatEvent) => void
  /** Resolves when a search finds what this process has stored, after a second at the latest. */
  searchCaughtUp: () => Promise<void>
}

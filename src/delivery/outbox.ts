import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import { listDue, type OutboxRow, takeOutbox } from "../store/outbox.ts"
import type { Outcome } from "./outbound.ts"

/** Rooms that are served at the same time; within a room one row goes after the other. */
const roomsAtOnce = 64

/** A push that could not go out within this time says nothing any more (the life of a push, contract: push.md 5). */
const lifeMs = 3_600_000

/** How often the outbox is looked at unasked: for what another process or an earlier run left. */
const lookMs = 1000

export interface OutboxWorker {
  wake: () => void
  /** Finishes the rows under way and takes no more. */
  close: () => Promise<void>
}

interface Work {
  db: Database
  clock: Clock
  log: Log
  send: (row: OutboxRow) => Promise<Outcome[]>
  /** Told what became of each call, for the metrics. */
  finished: (outcome: "sent" | "failed" | "expired") => void
}

/**
 * Sends what waits in the outbox. A row is taken, durably, before it is sent: external push is documented to be tried
 * once and never again, so a crash in between loses a call rather than repeating it.
 */
export function startOutbox({ db, clock, log, send, finished }: Work): OutboxWorker {
  const busy = new Map<string, Promise<void>>()
  let closed = false
  let looking: Promise<void> | null = null
  let again = false

  function wake(): void {
    again = true
    looking ??= look().finally(() => {
      looking = null
    })
  }

  async function look(): Promise<void> {
    while (again && !closed && busy.size < roomsAtOnce) {
      again = false
      try {
        const due = await listDue(db, [...busy.keys()], roomsAtOnce - busy.size)
        if (due.length === 0) return
        const ids = due.map(row => row.id)
        for (const row of await db.write(tx => takeOutbox(tx, ids))) start(row)
      } catch (error) {
        log.error({ err: error }, "the outbox could not be read")
      }
    }
  }

  function start(row: OutboxRow): void {
    busy.set(
      row.roomId,
      attempt(row).finally(() => {
        busy.delete(row.roomId)
        wake()
      }),
    )
  }

  async function attempt(row: OutboxRow): Promise<void> {
    if (clock() - row.createdAt > lifeMs) return finished("expired")
    try {
      for (const outcome of await send(row)) {
        finished(outcome.sent ? "sent" : "failed")
        if (!outcome.sent)
          log.warn({ message: row.messageId, kind: row.kind, reason: outcome.reason }, "a push failed")
      }
    } catch (error) {
      finished("failed")
      log.error({ err: error, message: row.messageId }, "a push failed")
    }
  }

  const timer = setInterval(wake, lookMs)
  wake()
  return {
    wake,
    close: async () => {
      closed = true
      clearInterval(timer)
      await looking
      await Promise.all(busy.values())
    },
  }
}

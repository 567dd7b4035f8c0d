import { setTimeout as pause } from "node:timers/promises"
import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import { postponeSending, type SendingRow } from "../store/sendings.ts"
import { type Settlement, settle } from "../store/settlements.ts"
import type { Carrier, Try } from "./sender.ts"

interface Work {
  db: Database
  clock: Clock
  log: Log
  carrier: Pick<Carrier, "pauseAfter" | "expired">
  /** Told each outcome, for the metrics. */
  settled: (kind: SendingRow["kind"], outcome: string) => void
}

/** What a try leads to: the end, or another try. */
type Consequence = { end: Settlement } | { later: Pick<SendingRow, "id" | "attempts" | "dueAt"> }

/** How long outcomes wait for others: many then cost one write. */
const gatherMs = 10

/** No write is larger, so that it holds nobody up. */
const mostAtOnce = 100

/**
 * Writes down what tries came to.
 * @returns a function that resolves when it is written; or cannot be, which is logged: then the row is tried again when its
 * claim has ended.
 */
export function makeLedger({ db, clock, log, carrier, settled }: Work) {
  let open: { entries: Consequence[]; written: Promise<void> } | null = null

  function begin(): NonNullable<typeof open> {
    const entries: Consequence[] = []
    return { entries, written: pause(gatherMs).then(() => write(entries)) }
  }

  async function write(entries: readonly Consequence[]): Promise<void> {
    if (open?.entries === entries) open = null
    const ends = entries.flatMap(entry => ("end" in entry ? entry.end : []))
    const later = entries.flatMap(entry => ("later" in entry ? entry.later : []))
    try {
      await db.writeSoon(async tx => {
        if (ends.length > 0) await settle(tx, ends)
        await Promise.all(later.map(row => postponeSending(tx, row)))
      }, ends[0]?.id ?? later[0]?.id)
      for (const { kind, outcome } of ends) settled(kind, outcome)
    } catch (error) {
      log.error({ err: error }, "outcomes could not be written")
    }
  }

  function consequenceOf(row: SendingRow, tried: Try): Consequence {
    const attempts = row.attempts + 1
    const now = clock()
    const { outcome, reason = null, providerId = null } = tried as Exclude<Try, { outcome: "retry" }>
    const endOf = (outcome: string) => ({
      end: { ...row, attempts, outcome, reason, providerId, settledAt: now },
    })
    if (outcome !== "retry") return endOf(outcome)
    const { afterMs = 0 } = tried as { afterMs?: number }
    // Whole ms: PostgreSQL stores nothing else there.
    const dueAt = Math.ceil(now + Math.max(afterMs, carrier.pauseAfter(attempts)))
    return dueAt < row.expiresAt ? { later: { id: row.id, attempts, dueAt } } : endOf(carrier.expired)
  }

  return function record(row: SendingRow, tried: Try): Promise<void> {
    if (!open || open.entries.length >= mostAtOnce) open = begin()
    open.entries.push(consequenceOf(row, tried))
    return open.written
  }
}

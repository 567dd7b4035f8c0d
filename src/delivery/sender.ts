import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database, Statements } from "../store/database.ts"
import { claimSendings, listDueSendings, releaseClaims, type SendingRow } from "../store/sendings.ts"
import { makeLedger } from "./ledger.ts"

/** What one try came to. */
export type Try =
  /** It is over. `outcome` is a word of the log: sent, refused, gone, … */
  | { outcome: string; reason?: string; providerId?: string }
  /** Another try may do better. @param afterMs a wish of the other side. */
  | { outcome: "retry"; reason: string; afterMs?: number }

/** Carries the sendings of one kind. */
export interface Carrier {
  kind: SendingRow["kind"]
  /** Tries some rows at once; every row's try is told as soon as it is known. Never throws. */
  carry: (rows: readonly SendingRow[], done: (row: SendingRow, tried: Try) => void) => Promise<void>
  /** How long to wait after so many tries, ms. */
  pauseAfter: (attempts: number) => number
  /** The outcome of what ran out of time or tries. */
  expired: string
}

export interface Sender {
  /** Says that something may be due. */
  wake: () => void
  /**
   * Stores some rows and tries at once those it stored, so that nobody needs to look for them. Where there is no room, they
   * are stored as due, and their turn comes.
   * @param store stores so many rows at most, claimed until an instant where one is given. @returns those it stored.
   */
  adopt: (most: number, store: (claimedUntil?: number) => Promise<SendingRow[]>) => Promise<void>
  /** Writes down, soon, what a try came to that was made elsewhere. */
  record: (row: SendingRow, tried: Try) => void
  /** Finishes the tries under way and begins no more. */
  close: () => Promise<void>
}

interface Work {
  db: Database
  clock: Clock
  log: Log
  carrier: Carrier
  /** Told each outcome, for the metrics. */
  settled: (kind: SendingRow["kind"], outcome: string) => void
}

/** Rows that are claimed in one go. */
const rowsAtOnce = 200

/** Rows whose tries are under way at once: a slow other side takes places, not the turn of everybody. */
const mostUnderWay = 1000

/** Whoever claims rows has this long; then they are somebody else's. */
const claimMs = 60_000

/** How long it lets wishes gather before it looks: many messages then cost one look. */
const gatherMs = 20

/** How often it looks unasked: for what became due, and what other processes left. */
const lookMs = 500

/**
 * Tries what is due until it is settled. A row stays where it is until its outcome is written, so a crash loses nothing; only
 * what was being tried at that instant is tried once more, under the same id.
 */
export function startSender({ db, clock, log, carrier, settled }: Work): Sender {
  let closed = false
  let trying = 0
  let pause: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  const record = makeLedger({ db, clock, log, carrier, settled })
  const claimLane = `claims ${carrier.kind}`
  const underWay = new Set<Promise<void>>()

  function wake(afterMs = gatherMs): void {
    if (closed || pause) return
    pause = setTimeout(() => {
      pause = undefined
      looking = (looking ?? Promise.resolve()).then(look)
    }, afterMs)
  }

  async function look(): Promise<void> {
    if (closed || trying + rowsAtOnce > mostUnderWay) return
    try {
      const now = clock()
      const ids = await listDueSendings(db, carrier.kind, now, rowsAtOnce)
      if (ids.length === 0) return
      const claim = (tx: Statements) => claimSendings(tx, ids, now, now + claimMs)
      const isMore = ids.length === rowsAtOnce
      const rows = await (isMore ? db.write(claim, claimLane) : db.writeSoon(claim, claimLane))
      trying += rows.length
      finishLater(tryAll(rows))
      if (isMore) wake(0)
    } catch (error) {
      log.error({ err: error }, "what is to be sent could not be read")
    }
  }

  async function tryAll(rows: readonly SendingRow[]): Promise<void> {
    const writes: Promise<void>[] = []
    const done = (row: SendingRow, tried: Try) => void writes.push(record(row, tried).then(leave))
    const now = clock()
    const live = rows.filter(row => row.expiresAt > now)
    for (const row of rows) if (row.expiresAt <= now) done(row, { outcome: carrier.expired })
    await carrier.carry(live, done)
    await Promise.all(writes)
  }

  async function adopt(most: number, store: (claimedUntil?: number) => Promise<SendingRow[]>): Promise<void> {
    if (closed || trying + most > mostUnderWay) {
      await store()
      return wake()
    }
    trying += most
    let rows: SendingRow[] = []
    try {
      // What is claimed from now on must not be taken for an earlier run's.
      await begun
      rows = await store(clock() + claimMs)
    } finally {
      trying -= most - rows.length
    }
    finishLater(tryAll(rows))
  }

  /** The end waits for it. */
  function finishLater(work: Promise<void>): void {
    const tracked = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  function leave(): void {
    // There is room again for those that found none.
    if (trying-- + rowsAtOnce > mostUnderWay) wake(0)
  }

  async function begin(): Promise<void> {
    // The embedded engine has one server: what is claimed was so by one that is no more.
    if (db.engine === "sqlite") await db.write(tx => releaseClaims(tx, carrier.kind))
    wake()
  }
  const begun = begin().catch(error => log.error({ err: error }, "what is to be sent could not be read"))
  const timer = setInterval(() => wake(0), lookMs)
  return {
    wake: () => wake(),
    adopt,
    record: (row, tried) => finishLater(record(row, tried)),
    close: async () => {
      closed = true
      clearInterval(timer)
      clearTimeout(pause)
      await begun
      await looking
      await Promise.all(underWay)
    },
  }
}

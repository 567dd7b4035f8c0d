import { setImmediate as nextTurn } from "node:timers/promises"
import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import { insertOutbox, listDue, type OutboxRow, takeOutbox } from "../store/outbox.ts"
import type { Outcome } from "./outbound.ts"

/** Rooms that are served at the same time; within a room one row goes after the other. */
const roomsAtOnce = 256

/** Rows that are looked at in one go, and those that one room may have taken at a time. */
const rowsAtOnce = 500
const rowsOfRoom = 20

/** A push that could not go out within this time says nothing any more (the life of a push, contract: push.md 5). */
const lifeMs = 3_600_000

/** How long the worker lets wishes gather before it looks: many messages then cost one look. */
const gatherMs = 20

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
  let pause: NodeJS.Timeout | undefined

  /** Looks soon; what wakes it meanwhile is seen by the same look. */
  function wake(): void {
    if (closed || pause) return
    pause = setTimeout(() => {
      pause = undefined
      looking = (looking ?? Promise.resolve()).then(look)
    }, gatherMs)
  }

  async function look(): Promise<void> {
    if (closed || busy.size >= roomsAtOnce) return
    try {
      const due = Map.groupBy(await listDue(db, [...busy.keys()], rowsAtOnce), row => row.roomId)
      const rooms = [...due.values()].slice(0, roomsAtOnce - busy.size)
      const ids = rooms.flatMap(rows => rows.slice(0, rowsOfRoom)).map(row => row.id)
      if (ids.length === 0) return
      const taken = await db.writeSoon(tx => takeOutbox(tx, ids))
      taken.sort((a, b) => (a.id < b.id ? -1 : 1))
      for (const rows of Map.groupBy(taken, row => row.roomId).values()) {
        start(rows)
        // One at a time: people who write are not to wait for a burst of pushes being made.
        await nextTurn()
      }
    } catch (error) {
      log.error({ err: error }, "the outbox could not be read")
    }
  }

  function start(rows: OutboxRow[]): void {
    const roomId = rows[0]?.roomId ?? ""
    const work = sendInOrder(rows).finally(() => {
      busy.delete(roomId)
      wake()
    })
    busy.set(roomId, work)
  }

  /** What a shutdown leaves unsent goes back, to be sent by the next start. */
  async function sendInOrder(rows: OutboxRow[]): Promise<void> {
    for (const [i, row] of rows.entries()) {
      if (closed) return putBack(rows.slice(i))
      await attempt(row)
    }
  }

  async function putBack(rows: OutboxRow[]): Promise<void> {
    await db.write(async tx => {
      for (const row of rows) await insertOutbox(tx, row)
    })
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
      clearTimeout(pause)
      await looking
      await Promise.all(busy.values())
    },
  }
}

import { setImmediate as nextTurn } from "node:timers/promises"
import type { Clock } from "../lib/clock.ts"
import type { Log } from "../lib/log.ts"
import type { Database } from "../store/database.ts"
import { type Errand, insertOutbox, listDue, type OutboxRow, queueOf, takeOutbox } from "../store/outbox.ts"
import type { Outcome } from "./outbound.ts"

/** Queues that are served at the same time; within a queue one row goes after the other. */
const queuesAtOnce = 256

/** Rows that are looked at in one go, and those that one queue may have taken at a time. */
const rowsAtOnce = 500
const rowsOfQueue = 20

/** Rows that are sent together: so few that whoever writes meanwhile hardly waits. */
const togetherAtOnce = 8

/** A push that could not go out within this time says nothing any more (the life of a push, contract: push.md 5 and 7). */
export const lifeMs = 3_600_000

/** How long the worker lets wishes gather before it looks: many messages then cost one look. */
const gatherMs = 20

/** How often the outbox is looked at unasked: for what another process or an earlier run left. */
const lookMs = 1000

export interface OutboxWorker {
  wake: () => void
  /** Finishes the rows under way and takes no more. */
  close: () => Promise<void>
}

export type Outlets = Partial<Record<OutboxRow["kind"], Outlet>>

/** What becomes of the rows of a kind. */
export type Outlet = InOrder | Together

/** The rows of a queue go out one after the other. */
interface InOrder {
  /** Its rows are left where they are until it takes them itself, together with what it makes of them. */
  takesItself?: true
  send: (row: OutboxRow) => Promise<Outcome[]>
}

/** Rows of all queues go out at once and may overtake each other; they are left until it takes them itself. */
interface Together {
  sendTogether: (rows: readonly OutboxRow[]) => Promise<void>
}

interface Work {
  db: Database
  clock: Clock
  log: Log
  errand: Errand
  outlets: Outlets
  /** Told what became of each call, for the metrics. */
  finished: (outcome: "sent" | "failed" | "expired") => void
}

/**
 * Sends what waits in the outbox. A row of a documented callback is taken, durably, before it is sent: it is to be tried
 * once and never again, so a crash in between loses a call rather than repeating it.
 */
export function startOutbox({ db, clock, log, errand, outlets, finished }: Work): OutboxWorker {
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
    if (closed || busy.size >= queuesAtOnce) return
    try {
      const due = Map.groupBy(await listDue(db, errand, [...busy.keys()], rowsAtOnce), queueOf)
      const queues = [...due.values()].slice(0, queuesAtOnce - busy.size)
      const chosen = queues.flatMap(rows => rows.slice(0, rowsOfQueue))
      if (chosen.length === 0) return
      await startTogether(chosen.filter(row => togetherOf(row)))
      await startInOrder(chosen.filter(row => !togetherOf(row)))
    } catch (error) {
      log.error({ err: error }, "the outbox could not be read")
    }
  }

  const togetherOf = ({ kind }: OutboxRow): Together["sendTogether"] | undefined => {
    const outlet = outlets[kind]
    return outlet && "sendTogether" in outlet ? outlet.sendTogether : undefined
  }

  /** Some at a time: people who write are not to wait for a burst of pushes being made. */
  async function startTogether(rows: OutboxRow[]): Promise<void> {
    const work: Promise<void>[] = []
    const ended = Promise.withResolvers<void>()
    for (const queue of new Set(rows.map(queueOf))) track(queue, ended.promise)
    for (const ofKind of Map.groupBy(rows, row => row.kind).values()) {
      for (let i = 0; i < ofKind.length; i += togetherAtOnce) {
        work.push(sendTogether(ofKind.slice(i, i + togetherAtOnce)))
        await nextTurn()
      }
    }
    void Promise.all(work).then(() => ended.resolve())
  }

  async function startInOrder(rows: OutboxRow[]): Promise<void> {
    const taken = await take(rows.filter(row => !isLeft(row)))
    taken.push(...rows.filter(isLeft))
    taken.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const [queue, ofQueue] of Map.groupBy(taken, queueOf)) {
      track(queue, sendInOrder(ofQueue))
      await nextTurn()
    }
  }

  const isLeft = ({ kind }: OutboxRow) => {
    const outlet = outlets[kind]
    return outlet !== undefined && "takesItself" in outlet
  }

  async function take(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const ids = rows.map(row => row.id)
    return ids.length === 0 ? [] : db.writeSoon(tx => takeOutbox(tx, ids))
  }

  function track(queue: string, work: Promise<void>): void {
    busy.set(
      queue,
      work.finally(() => {
        busy.delete(queue)
        wake()
      }),
    )
  }

  /** What fails together is tried alone, so that one bad row holds no others up. */
  async function sendTogether(rows: readonly OutboxRow[]): Promise<void> {
    try {
      await togetherOf(rows[0] as OutboxRow)?.(rows)
    } catch (error) {
      if (rows.length > 1) for (const row of rows) await sendTogether([row])
      else {
        finished("failed")
        log.error({ err: error, message: rows[0]?.messageId }, "a push failed")
      }
    }
  }

  /** What a shutdown leaves unsent goes back, to be sent by the next start. */
  async function sendInOrder(rows: OutboxRow[]): Promise<void> {
    for (const [i, row] of rows.entries()) {
      if (closed) return putBack(rows.slice(i).filter(row => !isLeft(row)))
      await attempt(row)
    }
  }

  async function putBack(rows: OutboxRow[]): Promise<void> {
    await db.write(async tx => {
      for (const row of rows) await insertOutbox(tx, row)
    })
  }

  async function attempt(row: OutboxRow): Promise<void> {
    const outlet = outlets[row.kind]
    if (!outlet || "sendTogether" in outlet) return finished("expired")
    if (!outlet.takesItself && clock() - row.createdAt > lifeMs) return finished("expired")
    try {
      for (const outcome of await outlet.send(row)) {
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

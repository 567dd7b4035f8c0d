import type { Clock } from "../../lib/clock.ts"
import type { Log } from "../../lib/log.ts"
import type { Database } from "../../store/database.ts"
import type { MessageRow } from "../../store/messages.ts"
import { occasions } from "../../store/search-progress.ts"
import { gatherChanges } from "./changes.ts"
import { makeIndexing } from "./indexing.ts"

/** How long changes gather before they are indexed, unless somebody searches. */
const gatherMs = 250

/** How often is looked for what was missed, by this process or by another. */
const lookMs = 300_000

/** How long a search waits for what was just said. */
const patienceMs = 1_000

export interface SearchIndexer {
  /** A message is new, or another than before. */
  noteMessage: (message: MessageRow) => void
  /** A message is gone; null is all messages of the room. */
  noteDeletion: (roomId: string, messageId: string | null) => void
  /** Resolves when a search finds what was noted, after a second at the latest. */
  caughtUp: () => Promise<void>
  /** Indexes what was noted, and ends. */
  close: () => Promise<void>
}

/**
 * Keeps the search index in step with the messages, a moment later, so that nobody who sends waits for it. What was
 * noted and not yet indexed is lost with the process: each start looks for it, and for what older versions left.
 */
export function startIndexer({ db, clock, log }: { db: Database; clock: Clock; log: Log }): SearchIndexer {
  const { apply, indexMissed } = makeIndexing(db)
  let missedSome = false
  const changes = gatherChanges(() => {
    missedSome = true
    void look()
  })
  let closed = false
  let gathering: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  /** Until the first look is through, nothing newer is indexed: places are given in the order of time. */
  let inOrder = false
  let looking: Promise<void> | undefined

  function look(): Promise<void> {
    looking ??= lookThrough().finally(() => {
      looking = undefined
      if (missedSome && !closed) void look()
    })
    return looking
  }

  async function lookThrough(): Promise<void> {
    missedSome = false
    try {
      const now = clock()
      for (const occasion of occasions) if (!(await indexMissed(occasion, now, () => !closed))) return
      inOrder = true
    } catch (error) {
      log.error({ err: error }, "messages could not be looked through for the search index")
    }
  }

  /** Indexes what was gathered, after what is under way. */
  function begin(): Promise<void> {
    clearTimeout(gathering)
    gathering = undefined
    work = work.then(indexChanges)
    return work
  }

  async function indexChanges(): Promise<void> {
    if (!inOrder) await look()
    if (!inOrder) return
    try {
      await apply(changes.take())
    } catch (error) {
      log.error({ err: error }, "messages could not be indexed")
    }
  }

  function beginSoon(): void {
    if (!closed) gathering ??= setTimeout(begin, gatherMs)
  }

  void look()
  const timer = setInterval(look, lookMs)
  return {
    noteMessage: message => {
      changes.noteMessage(message)
      beginSoon()
    },
    noteDeletion: (roomId, messageId) => {
      changes.noteDeletion(roomId, messageId)
      beginSoon()
    },
    caughtUp: async () => {
      let patience: NodeJS.Timeout | undefined
      const enough = new Promise<void>(resolve => {
        patience = setTimeout(resolve, patienceMs)
      })
      await Promise.race([begin(), enough])
      clearTimeout(patience)
    },
    close: async () => {
      closed = true
      clearInterval(timer)
      await begin()
      await looking
    },
  }
}

import { setImmediate as nextTurn } from "node:timers/promises"
import type { Database } from "../../store/database.ts"
import { listMessagesById, type MessageRow } from "../../store/messages.ts"
import { listCandidates, searchIndexOf } from "../../store/search.ts"
import { findProgress, listUnindexed, type Occasion, upsertProgress } from "../../store/search-progress.ts"
import { batchesOf } from "./batches.ts"
import type { Changes } from "./changes.ts"

/** After so many documents the engine does what it put off. */
const tidyAfter = 4_000

/** Messages that are looked at in one go for whether they are indexed. */
const messagesAtOnce = 500

/** A message is committed a moment after its time: so far back is looked again. */
const marginMs = 300_000

export interface Indexing {
  /** Brings the index to where the messages are. */
  apply: (changes: Changes) => Promise<void>
  /**
   * Looks through all messages that may not be indexed, by the time they were sent or edited, and indexes those that
   * are not. How far it came is remembered durably. @returns false when it was told to stop before the end.
   */
  indexMissed: (occasion: Occasion, now: number, goesOn: () => boolean) => Promise<boolean>
}

export function makeIndexing(db: Database): Indexing {
  const { put, remove, tidy } = searchIndexOf(db)
  let untidy = 0

  async function index(messages: Iterable<MessageRow>): Promise<void> {
    for (const { documents, gone } of batchesOf(messages)) {
      await db.write(async tx => {
        await put(tx, documents)
        if (gone.length > 0) await remove(tx, gone)
      }, "search")
      untidy += documents.length
    }
    if (untidy < tidyAfter) return
    untidy = 0
    await tidy(db)
  }

  async function forget(ids: string[]): Promise<void> {
    if (ids.length > 0) await db.write(tx => remove(tx, ids), "search")
  }

  async function forgetRoom(roomId: string): Promise<void> {
    const everything = { grams: [], prefix: null, filesOnly: false, roomIds: new Set([roomId]) }
    for await (const found of listCandidates(db, everything)) {
      const ids = found.map(({ messageId }) => messageId)
      const left = await listMessagesById(db, ids)
      await forget(ids.filter(id => !left.has(id)))
    }
  }

  async function apply({ messages, gone, emptied }: Changes): Promise<void> {
    await index(messages)
    await forget(gone)
    for (const roomId of emptied) await forgetRoom(roomId)
  }

  async function indexMissed(occasion: Occasion, now: number, goesOn: () => boolean): Promise<boolean> {
    const sure = { at: now - marginMs, messageId: "" }
    const remember = (upTo: typeof sure) => db.write(tx => upsertProgress(tx, occasion, upTo), "search")
    let progress = await findProgress(db, occasion)
    while (goesOn()) {
      const { messages, upTo } = await listUnindexed(db, occasion, progress, messagesAtOnce)
      await index(messages)
      if (!upTo) {
        await remember(sure)
        return true
      }
      if (upTo.at < sure.at) await remember(upTo)
      progress = upTo
      await nextTurn()
    }
    return false
  }

  return { apply, indexMissed }
}

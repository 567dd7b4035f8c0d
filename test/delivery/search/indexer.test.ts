import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type SearchIndexer, startIndexer } from "../../../src/delivery/search/indexer.ts"
import { gramsNeeded } from "../../../src/lib/grams.ts"
import { makeLog } from "../../../src/lib/log.ts"
import type { MessageRow } from "../../../src/store/messages.ts"
import { listCandidates } from "../../../src/store/search.ts"
import { openStore, type Store } from "../../store/store.ts"
import { engines } from "../../support/parley.ts"

describe.each(engines)("the search indexer on %s", engine => {
  let store: Store
  let indexer: SearchIndexer

  beforeAll(async () => {
    store = await openStore(engine)
    indexer = startIndexer({ db: store.db, clock: Date.now, log: makeLog("fatal") })
    await indexer.caughtUp()
  })
  afterAll(async () => {
    await indexer.close()
    await store.close()
  })

  /** Stores messages as another process would: the indexer does not hear of them. */
  async function storeAll(messages: MessageRow[]): Promise<void> {
    for (let from = 0; from < messages.length; from += 100) {
      const rows = messages.slice(from, from + 100)
      await store.db.write(async tx => {
        await tx.run(
          `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at)
           VALUES ${rows.map(() => "(?, ?, ?, ?, ?, ?, ?, ?)").join(", ")}`,
          rows.flatMap(row => [
            ...[row.id, row.roomId, row.seq, row.senderId, row.messageType, JSON.stringify(row.content)],
            ...[row.createdAt, row.updatedAt],
          ]),
        )
      })
    }
  }

  const makeMessages = (count: number, message: string, createdAt = Date.now()): MessageRow[] =>
    Array.from({ length: count }, (_, i) => ({
      ...{ id: `${message}-${i}`, roomId: "room", seq: i, senderId: "bob", messageType: "text" },
      ...{ content: { message }, createdAt, updatedAt: createdAt, editedAt: null },
      ...{ hidden: false, pinned: false, reactions: [], batchId: null },
    }))

  async function count(word: string): Promise<number> {
    const query = { ...gramsNeeded(word), roomIds: new Set(["room"]), filesOnly: false }
    return (await Array.fromAsync(listCandidates(store.db, query))).flat().length
  }

  test("finds again what were too many changes to keep", async () => {
    const messages = makeMessages(10_200, "flood")
    await storeAll(messages)
    for (const message of messages) indexer.noteMessage(message)
    await expect.poll(() => count("flood"), { timeout: 20_000 }).toBe(10_200)
  })

  test("indexes what waits before it ends, and only once what two of them hear of", async () => {
    const other = startIndexer({ db: store.db, clock: Date.now, log: makeLog("fatal") })
    await other.caughtUp()
    const messages = makeMessages(3, "shared")
    await storeAll(messages)
    for (const message of messages) {
      other.noteMessage(message)
      indexer.noteMessage(message)
    }
    await other.close()
    expect(await count("shared")).toBe(3)
    await indexer.caughtUp()
    expect(await count("shared")).toBe(3)
  })

  test("does not bring back what was deleted at once", async () => {
    const [kept, deleted] = makeMessages(2, "brief")
    indexer.noteMessage(kept as MessageRow)
    indexer.noteMessage(deleted as MessageRow)
    indexer.noteDeletion("room", deleted?.id ?? null)
    await indexer.caughtUp()
    expect(await count("brief")).toBe(1)
  })
})

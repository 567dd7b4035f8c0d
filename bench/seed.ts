import { messageId } from "../src/lib/ids.ts"
import type { Database } from "../src/store/database.ts"
import { openDatabase } from "../src/store/open.ts"
import type { Ours } from "./servers/ours.ts"

const rowsAtOnce = 100

/** What the messages of a room are like, by their numbers; times in ms since the epoch. */
export interface Story {
  textOf: (seq: number) => string
  timeOf: (seq: number) => number
}

const firstAt = Date.now() - 2_000_000_000

/** A sentence a second. */
const plain: Story = {
  textOf: seq => `The quick brown fox jumps over the lazy dog, ${seq}`,
  timeOf: seq => firstAt + seq * 1000,
}

/**
 * Fills a room up to a number of messages, straight in the database: a million sends would take minutes. Who was a
 * member before has read none of them.
 */
export async function seedMessages(
  db: Database,
  room: { id: string; sender: string },
  from: number,
  upTo: number,
  { textOf, timeOf }: Story = plain,
): Promise<void> {
  for (let seq = from + 1; seq <= upTo; seq += 50 * rowsAtOnce) {
    await db.write(async tx => {
      for (let start = seq; start <= Math.min(upTo, seq + 49 * rowsAtOnce); start += rowsAtOnce) {
        const rows = Array.from({ length: Math.min(rowsAtOnce, upTo - start + 1) }, (_, i) => start + i)
        await tx.run(
          `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at)
           VALUES ${rows.map(() => "(?, ?, ?, ?, 'text', ?, ?, ?)").join(", ")}`,
          rows.flatMap(n => {
            const content = JSON.stringify({ message: textOf(n) })
            return [messageId(timeOf(n), n), room.id, n, room.sender, content, timeOf(n), timeOf(n)]
          }),
        )
      }
      const last = Math.min(upTo, seq + 50 * rowsAtOnce - 1)
      await tx.run("UPDATE rooms SET last_seq = ?, last_message_at = ? WHERE id = ?", [
        last,
        timeOf(last),
        room.id,
      ])
    })
  }
}

/** Does at once what either engine would do in the background during the measurement. */
async function settle(db: Database): Promise<void> {
  if (db.engine === "sqlite") await db.all("PRAGMA wal_checkpoint(TRUNCATE)")
  else await db.run("VACUUM (ANALYZE)")
}

/** Restarts a server; meanwhile its database, which it may hold for itself alone, is worked on and settled. */
export function whileDown(ours: Ours, work: (db: Database) => Promise<void>): Promise<void> {
  return ours.restart(async () => {
    const { db } = await openDatabase(ours.where, Date.now())
    await work(db)
    await settle(db)
    await db.close()
  })
}

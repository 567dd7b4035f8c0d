import type { Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"

/** A time range over all rooms, ms since the epoch. */
export interface TimeRange {
  /** Included. */
  from: number
  /** Excluded. */
  to: number
}

/** Messages of all rooms, hidden ones, too, newest first. */
export async function listAllMessages(
  db: Statements,
  { from, to }: TimeRange,
  limit: number,
): Promise<MessageRow[]> {
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages WHERE messages.created_at >= ? AND messages.created_at < ?
     ORDER BY messages.created_at DESC, messages.id DESC LIMIT ?`,
    [from, to, limit],
  )
  return stored.map(messageOf)
}

export async function countAllMessages(db: Statements, { from, to }: TimeRange): Promise<number> {
  const row = await db.get<{ count: number }>(
    "SELECT COUNT(*) AS count FROM messages WHERE created_at >= ? AND created_at < ?",
    [from, to],
  )
  return row?.count ?? 0
}

/** The messages of one mass sending, in the order they were written. */
export async function listBatch(db: Statements, batchId: string): Promise<MessageRow[]> {
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages WHERE batch_id = ? ORDER BY messages.created_at, messages.id`,
    [batchId],
  )
  return stored.map(messageOf)
}

import type { Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"

/** What may make a message one that the index has to learn of. */
export const occasions = ["created", "edited"] as const
export type Occasion = (typeof occasions)[number]

/** A place in the order of an occasion: ms since the epoch, then the message. */
export interface Progress {
  at: number
  messageId: string
}

const columnOf = { created: "messages.created_at", edited: "messages.edited_at" }

/** How far the messages of an occasion are surely indexed; from there on some may be missing. */
export async function findProgress(db: Statements, occasion: Occasion): Promise<Progress> {
  const found = await db.get<Progress>(
    'SELECT at, message_id AS "messageId" FROM search_progress WHERE occasion = ?',
    [occasion],
  )
  return found ?? { at: 0, messageId: "" }
}

export async function upsertProgress(tx: Statements, occasion: Occasion, progress: Progress): Promise<void> {
  await tx.run(
    `INSERT INTO search_progress (occasion, at, message_id) VALUES (?, ?, ?)
     ON CONFLICT (occasion) DO UPDATE SET at = excluded.at, message_id = excluded.message_id`,
    [occasion, progress.at, progress.messageId],
  )
}

/** The next messages of an occasion. @returns those whose present version is not indexed, and how far it looked. */
export async function listUnindexed(
  db: Statements,
  occasion: Occasion,
  after: Progress,
  limit: number,
): Promise<{ messages: MessageRow[]; upTo: Progress | undefined }> {
  const column = columnOf[occasion]
  const stored = await db.all<StoredMessage & { at: number; version: number | null }>(
    `SELECT ${messageColumns}, ${column} AS "at",
       (SELECT version FROM search_docs WHERE search_docs.message_id = messages.id) AS "version"
     FROM messages WHERE ${column} IS NOT NULL AND (${column}, messages.id) > (?, ?)
     ORDER BY ${column}, messages.id LIMIT ?`,
    [after.at, after.messageId, limit],
  )
  const last = stored.at(-1)
  return {
    messages: stored.filter(row => (row.version ?? -1) < row.updatedAt).map(messageOf),
    upTo: last && { at: last.at, messageId: last.id },
  }
}

import type { Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage, touched } from "./messages.ts"

/** Hides messages, all of one room, from its members, or shows them again. @returns those that changed. */
export async function setHidden(
  tx: Statements,
  roomId: string,
  ids: readonly string[],
  hidden: boolean,
  now: number,
): Promise<MessageRow[]> {
  const flag = hidden ? 1 : 0
  const stored = await tx.all<StoredMessage>(
    `UPDATE messages SET hidden = ?, ${touched} WHERE id = ANY(?) AND hidden <> ? RETURNING ${messageColumns}`,
    [flag, now, now, ids, flag],
  )
  const changed = stored.map(messageOf)
  if (hidden) await insertGaps(tx, roomId, changed)
  else await deleteGaps(tx, roomId, changed)
  return changed
}

const idsOf = (messages: readonly MessageRow[]) => messages.map(message => message.id)

/** Hidden messages count for nobody (docs/decisions/0007). */
async function insertGaps(tx: Statements, roomId: string, messages: readonly MessageRow[]): Promise<void> {
  await tx.run(
    `INSERT INTO gaps (room_id, seq, deleted, message_id, stamp)
     SELECT room_id, seq, 0, id, stamp() FROM messages WHERE id = ANY(?)
     ON CONFLICT (room_id, seq) DO NOTHING`,
    [idsOf(messages)],
  )
  await raiseGapSeq(tx, roomId, Math.max(0, ...messages.map(message => message.seq)))
}

async function deleteGaps(tx: Statements, roomId: string, messages: readonly MessageRow[]): Promise<void> {
  await tx.run(
    `DELETE FROM gaps WHERE room_id = ? AND deleted = 0
       AND seq IN (SELECT seq FROM messages WHERE id = ANY(?))`,
    [roomId, idsOf(messages)],
  )
}

export async function raiseGapSeq(tx: Statements, roomId: string, seq: number): Promise<void> {
  await tx.run("UPDATE rooms SET gap_seq = ? WHERE id = ? AND gap_seq < ?", [seq, roomId, seq])
}

/** Where a walk through a room stands: before this message, or at the end. */
export interface Place {
  id: string
  createdAt: number
  seq: number
  senderId: string
}

/** The next messages of a walk through a room, newest first. */
export async function listBefore(
  db: Statements,
  roomId: string,
  before: Place | undefined,
  limit: number,
): Promise<Place[]> {
  return db.all<Place>(
    `SELECT id, created_at AS "createdAt", seq, sender_id AS "senderId" FROM messages
     WHERE room_id = ?${before ? " AND (created_at, seq) < (?, ?)" : ""}
     ORDER BY created_at DESC, seq DESC LIMIT ?`,
    [roomId, ...(before ? [before.createdAt, before.seq] : []), limit],
  )
}

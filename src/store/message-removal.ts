import type { Statements } from "./database.ts"
import { raiseGapSeq } from "./hiding.ts"
import { forgetUnread } from "./members.ts"
import { stampRoom } from "./stamps.ts"

/** Deletes a message of a room for everybody. @returns false when there is none. */
export async function deleteMessage(tx: Statements, roomId: string, id: string): Promise<boolean> {
  const gone = await tx.get<{ seq: number }>(
    "DELETE FROM messages WHERE id = ? AND room_id = ? RETURNING seq",
    [id, roomId],
  )
  if (!gone) return false
  await tx.run("DELETE FROM mentions WHERE room_id = ? AND seq = ?", [roomId, gone.seq])
  await tx.run("DELETE FROM user_deletions WHERE room_id = ? AND seq = ?", [roomId, gone.seq])
  await tx.run(
    `INSERT INTO gaps (room_id, seq, deleted, message_id, stamp) VALUES (?, ?, 1, ?, stamp())
     ON CONFLICT (room_id, seq) DO UPDATE
     SET deleted = 1, message_id = excluded.message_id, stamp = excluded.stamp`,
    [roomId, gone.seq, id],
  )
  await raiseGapSeq(tx, roomId, gone.seq)
  await stampRoom(tx, roomId)
  return true
}

/**
 * Deletes the oldest messages of a room for everybody, with all that hangs on their numbers.
 * @returns how many there were: fewer than `limit` leaves the room empty.
 */
export async function deleteOldest(tx: Statements, roomId: string, limit: number): Promise<number> {
  const room = await tx.get<{ lastSeq: number }>(
    'SELECT last_seq AS "lastSeq" FROM rooms WHERE id = ? /*for update*/',
    [roomId],
  )
  if (!room) return 0
  const oldest = await tx.all<{ id: string; seq: number }>(
    "SELECT id, seq FROM messages WHERE room_id = ? ORDER BY created_at, seq LIMIT ?",
    [roomId, limit],
  )
  await tx.run("DELETE FROM messages WHERE id = ANY(?)", [oldest.map(({ id }) => id)])
  const upTo = oldest.length < limit ? room.lastSeq : Math.max(...oldest.map(({ seq }) => seq))
  for (const table of ["gaps", "mentions", "user_deletions"])
    await tx.run(`DELETE FROM ${table} WHERE room_id = ? AND seq <= ?`, [roomId, upTo])
  await tx.run(
    `UPDATE rooms SET emptied_seq = CASE WHEN emptied_seq < ? THEN ? ELSE emptied_seq END,
       stamp = stamp(), emptied_stamp = stamp() WHERE id = ?`,
    [upTo, upTo, roomId],
  )
  await forgetUnread(tx, roomId, null, upTo)
  return oldest.length
}

/** Whether a message of this id was deleted for everybody, alone and not with all of its room. */
export async function wasDeleted(db: Statements, id: string): Promise<boolean> {
  return !!(await db.get("SELECT 1 AS one FROM gaps WHERE message_id = ? AND deleted = 1", [id]))
}

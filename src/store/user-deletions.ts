import type { Statements } from "./database.ts"
import { forgetUnread } from "./members.ts"
import type { RoomRow } from "./rooms.ts"
import { refreshMembers, stampRoom } from "./stamps.ts"
import { countVisible, type MessageReader, visibleTo } from "./visibility.ts"

/** Messages that a user deleted for themselves: single ones, and all of a room up to a place. */

type Reader = MessageReader & { clientId: string }

/** What a user deleted; the ids are newest first, and not all of very many. */
export interface Deleted {
  count: number
  ids: string[]
}

/** Deletes single messages of a room. @returns those that the reader could see until now. */
export async function insertUserDeletions(
  tx: Statements,
  reader: Reader,
  roomId: string,
  ids: readonly string[],
  now: number,
): Promise<Deleted> {
  const { clientId } = reader
  const visible = visibleTo(reader, { column: "messages.room_id", values: [] })
  const seen = await tx.all<{ id: string; seq: number; roomId: string }>(
    `SELECT messages.id, seq, room_id AS "roomId" FROM messages WHERE messages.id = ANY(?) AND ${visible.where}
     ORDER BY seq DESC`,
    [ids, ...visible.values],
  )
  // The room is compared here: an engine that is told of it looks through all of the room.
  const gone = seen.filter(message => message.roomId === roomId)
  await tx.run(
    `INSERT INTO user_deletions (room_id, client_id, seq, message_id, deleted_at, stamp)
     SELECT room_id, CAST(? AS TEXT), seq, id, CAST(? AS BIGINT), stamp() FROM messages WHERE id = ANY(?)
     ON CONFLICT (room_id, client_id, seq) DO NOTHING`,
    [clientId, now, gone.map(({ id }) => id)],
  )
  const newest = gone[0]?.seq ?? 0
  await tx.run("UPDATE members SET deleted_seq = ? WHERE room_id = ? AND client_id = ? AND deleted_seq < ?", [
    newest,
    roomId,
    clientId,
    newest,
  ])
  // All members see how much everybody has not read.
  await stampRoom(tx, roomId)
  return { count: gone.length, ids: gone.map(({ id }) => id) }
}

/** Deletes all that is in a room now. @param limit how many are named at most. */
export async function clearRoom(
  tx: Statements,
  reader: Reader,
  room: RoomRow,
  limit: number,
  now: number,
): Promise<Deleted> {
  const { clientId } = reader
  const count = await countVisible(tx, room, reader)
  const visible = visibleTo(reader, { column: "?", values: [room.id] })
  const gone = await tx.all<{ id: string }>(
    `SELECT messages.id FROM messages WHERE room_id = ? AND ${visible.where}
     ORDER BY created_at DESC, seq DESC LIMIT ?`,
    [room.id, ...visible.values, limit],
  )
  await tx.run(
    `INSERT INTO clearings (room_id, client_id, seq, message_at, cleared_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room_id, client_id) DO UPDATE
     SET seq = excluded.seq, message_at = excluded.message_at, cleared_at = excluded.cleared_at`,
    [room.id, clientId, room.lastSeq, room.lastMessageAt, now],
  )
  await tx.run("DELETE FROM user_deletions WHERE room_id = ? AND client_id = ? AND seq <= ?", [
    room.id,
    clientId,
    room.lastSeq,
  ])
  await forgetUnread(tx, room.id, clientId, room.lastSeq)
  await stampRoom(tx, room.id)
  await refreshMembers(tx, room.id, [clientId])
  return { count, ids: gone.map(({ id }) => id) }
}

/** What a member deleted of a room for themselves: the messages from one number to another, both included. */
export interface DeletedStretch {
  clientId: string
  first: number
  last: number
}

/** All such stretches of a room that touch these numbers. */
export async function listDeletedStretches(
  db: Statements,
  roomId: string,
  { first, last }: Omit<DeletedStretch, "clientId">,
): Promise<DeletedStretch[]> {
  return db.all<DeletedStretch>(
    `SELECT d.client_id AS "clientId", d.seq AS "first", d.seq AS "last"
     FROM members JOIN user_deletions d ON d.room_id = members.room_id AND d.client_id = members.client_id
     WHERE members.room_id = ? AND deleted_seq >= ? AND d.seq >= ? AND d.seq <= ?
     UNION ALL SELECT client_id, 0, seq FROM clearings WHERE room_id = ? AND seq >= ?`,
    [roomId, first, first, last, roomId, first],
  )
}

export interface UserDeletion {
  messageId: string
  deletedAt: number
}

/** What a user deleted in a room, latest deletion first. @param limit how many are listed at most. */
export async function listUserDeletions(
  db: Statements,
  { clientId, seesHidden }: Reader,
  room: RoomRow,
  limit: number,
): Promise<{ count: number; deletions: UserDeletion[] }> {
  const shown = seesHidden ? "" : " AND messages.hidden = 0"
  const from = `FROM user_deletions d JOIN messages ON messages.id = d.message_id
    WHERE d.room_id = ? AND d.client_id = ?${shown}`
  const whose = [room.id, clientId]
  const single = await db.get<{ count: number }>(`SELECT COUNT(*) AS count ${from}`, whose)
  const deletions = await db.all<UserDeletion>(
    `SELECT messages.id AS "messageId", deleted_at AS "deletedAt" ${from}
     ORDER BY deleted_at DESC, d.seq DESC LIMIT ?`,
    [...whose, limit],
  )
  const clearing = await db.get<{ seq: number; messageAt: number; clearedAt: number }>(
    `SELECT seq, message_at AS "messageAt", cleared_at AS "clearedAt" FROM clearings
     WHERE room_id = ? AND client_id = ?`,
    whose,
  )
  if (!clearing) return { count: single?.count ?? 0, deletions }
  const cleared = await db.all<{ id: string }>(
    `SELECT id FROM messages WHERE room_id = ? AND created_at <= ? AND seq <= ?${shown}
     ORDER BY created_at DESC, seq DESC LIMIT ?`,
    [room.id, clearing.messageAt, clearing.seq, limit - deletions.length],
  )
  const then = { ...room, lastSeq: clearing.seq }
  return {
    count: (single?.count ?? 0) + (await countVisible(db, then, { clientId: null, seesHidden })),
    deletions: [...deletions, ...cleared.map(({ id }) => ({ messageId: id, deletedAt: clearing.clearedAt }))],
  }
}

import type { Statements, Value } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"
import { type MessageReader, visibleTo } from "./visibility.ts"

/** What changed since a stamp, as a user sees it (docs/decisions/0010). */

/** A room's place among a user's changed rooms, in the order in which they last changed. */
export interface ChangedRoom {
  roomId: string
  at: number
  /** Whatever the user holds of its messages is no longer good. */
  afresh: boolean
}

/** The active rooms of a user that changed since a stamp, for everybody or for the user alone. @param after where to go on. */
export async function listChangedRooms(
  db: Statements,
  clientId: string,
  since: number,
  after: Pick<ChangedRoom, "roomId" | "at"> | undefined,
  limit: number,
): Promise<ChangedRoom[]> {
  const rows = await db.all<Omit<ChangedRoom, "afresh"> & { afresh: number }>(
    `SELECT * FROM (
       SELECT rooms.id AS "roomId",
         CASE WHEN rooms.stamp > members.stamp THEN rooms.stamp ELSE members.stamp END AS "at",
         CASE WHEN fresh_stamp >= ? OR emptied_stamp >= ? THEN 1 ELSE 0 END AS "afresh"
       FROM members JOIN rooms ON rooms.id = members.room_id
       WHERE members.client_id = ? AND status = 1 AND (rooms.stamp >= ? OR members.stamp >= ?)) AS changed
     WHERE ("at", "roomId") > (?, ?) ORDER BY "at", "roomId" LIMIT ?`,
    [since, since, clientId, since, since, after?.at ?? 0, after?.roomId ?? "", limit],
  )
  return rows.map(row => ({ ...row, afresh: row.afresh === 1 }))
}

/** Which of a user's lists changed since a stamp. */
export async function listChangedLists(
  db: Statements,
  clientId: string,
  since: number,
): Promise<Record<"rooms" | "prefs" | "invitations", boolean>> {
  const last = await db.get<Record<"rooms" | "prefs" | "invitations", number>>(
    "SELECT rooms, prefs, invitations FROM client_stamps WHERE client_id = ?",
    [clientId],
  )
  const changed = (stamp = -1) => stamp >= since
  return {
    rooms: changed(last?.rooms),
    prefs: changed(last?.prefs),
    invitations: changed(last?.invitations),
  }
}

/** A message, and whether it changed since a stamp or came after it. */
export interface Newest {
  message: MessageRow
  changed: boolean
}

/** The newest messages of each of some rooms, latest first, asked for together. @param limit of one room. */
export async function listNewest(
  db: Statements,
  roomIds: readonly string[],
  reader: MessageReader,
  since: number,
  limit: number,
): Promise<Map<string, Newest[]>> {
  if (roomIds.length === 0) return new Map()
  const parts = roomIds.map(roomId => {
    const visible = visibleTo(reader, { column: "?", values: [roomId] })
    return {
      sql: `SELECT * FROM (SELECT ${messageColumns}, stamp FROM messages WHERE room_id = ? AND ${visible.where}
        ORDER BY created_at DESC, seq DESC LIMIT ?) AS newest`,
      values: [roomId, ...visible.values, limit],
    }
  })
  const rows = await db.all<StoredMessage & { stamp: number }>(
    parts.map(({ sql }) => sql).join(" UNION ALL "),
    parts.flatMap(({ values }) => values),
  )
  const newest = rows.map(({ stamp, ...stored }) => ({ message: messageOf(stored), changed: stamp >= since }))
  newest.sort((a, b) => b.message.seq - a.message.seq)
  return Map.groupBy(newest, ({ message }) => message.roomId)
}

const wasChanged = "stamp >= ? AND updated_at > created_at"

/** How many messages of each room were changed since a stamp, after they had been sent; rooms without are left out. */
export const countChanged = (
  db: Statements,
  roomIds: readonly string[],
  since: number,
): Promise<Map<string, number>> =>
  countByRoom(db, `messages WHERE room_id = ANY(?) AND ${wasChanged}`, [roomIds, since])

/** Those messages, as far as a reader can see them. */
export async function listChanged(
  db: Statements,
  roomIds: readonly string[],
  reader: MessageReader,
  since: number,
): Promise<MessageRow[]> {
  if (roomIds.length === 0) return []
  const visible = visibleTo(reader, { column: "messages.room_id", values: [] })
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages WHERE room_id = ANY(?) AND ${wasChanged} AND ${visible.where}`,
    [roomIds, since, ...visible.values],
  )
  return stored.map(messageOf)
}

/** How many messages of each room a user may have lost since a stamp; rooms without are left out. */
export async function countLost(
  db: Statements,
  roomIds: readonly string[],
  clientId: string,
  since: number,
): Promise<Map<string, number>> {
  const gaps = await countByRoom(db, "gaps WHERE room_id = ANY(?) AND stamp >= ?", [roomIds, since])
  const own = await countByRoom(
    db,
    "user_deletions WHERE room_id = ANY(?) AND client_id = ? AND stamp >= ?",
    [roomIds, clientId, since],
  )
  for (const [roomId, count] of own) gaps.set(roomId, (gaps.get(roomId) ?? 0) + count)
  return gaps
}

/** Ids of messages that a reader lost since a stamp: deleted for everybody, hidden, or deleted by themselves. */
export async function listLost(
  db: Statements,
  roomId: string,
  { clientId, seesHidden }: MessageReader,
  since: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    `SELECT message_id AS "id" FROM gaps WHERE room_id = ? AND stamp >= ? AND deleted >= ?
     UNION SELECT message_id FROM user_deletions WHERE room_id = ? AND client_id = ? AND stamp >= ?`,
    [roomId, since, seesHidden ? 1 : 0, roomId, clientId, since],
  )
  return rows.map(row => row.id)
}

async function countByRoom(
  db: Statements,
  from: string,
  values: readonly Value[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ roomId: string; count: number }>(
    `SELECT room_id AS "roomId", COUNT(*) AS "count" FROM ${from} GROUP BY room_id`,
    values,
  )
  return new Map(rows.map(({ roomId, count }) => [roomId, count]))
}

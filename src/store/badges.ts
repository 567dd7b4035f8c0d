import type { Statements } from "./database.ts"
import { unread, unreadUpTo } from "./members.ts"

/** Unread messages of a user in one active room. */
interface RoomUnread {
  roomTags: string[]
  unread: number
}

/** Unread messages of a user over all active rooms, whatever the length of their histories. */
export async function sumUnread(db: Statements, clientId: string): Promise<number> {
  return (await sumUnreadOf(db, [clientId])).get(clientId) ?? 0
}

/** The same of many users; those without a room are absent. */
export async function sumUnreadOf(
  db: Statements,
  clientIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ clientId: string; badge: number }>(
    `SELECT client_id AS "clientId", SUM(${unread}) AS badge FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE client_id = ANY(?) AND status = 1 GROUP BY client_id`,
    [clientIds],
  )
  return new Map(rows.map(({ clientId, badge }) => [clientId, badge]))
}

/**
 * The same by room, of all active rooms that have tags.
 * @param before counts only messages sent before this instant, ms since the epoch.
 */
export async function listTaggedUnread(
  db: Statements,
  clientId: string,
  before?: number,
): Promise<RoomUnread[]> {
  const last =
    before === undefined
      ? "last_seq"
      : `CASE WHEN last_seq > read_seq THEN COALESCE((
           SELECT seq FROM messages WHERE messages.room_id = members.room_id AND messages.created_at < ?
           ORDER BY messages.created_at DESC, seq DESC LIMIT 1), 0) ELSE 0 END`
  const rows = await db.all<{ tags: string; unread: number }>(
    `SELECT tags, CASE WHEN last > read_seq THEN ${unreadUpTo("last")} ELSE 0 END AS unread FROM (
       SELECT room_tags_json AS tags, room_id, client_id, read_seq, deleted_seq, gap_seq, ${last} AS last
       FROM members JOIN rooms ON rooms.id = members.room_id
       WHERE client_id = ? AND status = 1 AND room_tags_json <> '[]'
     ) AS members`,
    before === undefined ? [clientId] : [before, clientId],
  )
  return rows.map(({ tags, unread }) => ({ roomTags: JSON.parse(tags), unread }))
}

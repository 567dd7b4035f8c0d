import type { Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"
import { visibleTo } from "./visibility.ts"

/** The newest message of each room that a reader can see, by room id. */
export type LastMessages = ReadonlyMap<string, MessageRow>

/**
 * @param clientId whose own deletions count; null for nobody's.
 * @param seesHiddenIn rooms whose hidden messages are seen, too.
 */
export async function listLastMessages(
  db: Statements,
  roomIds: readonly string[],
  clientId: string | null,
  seesHiddenIn: readonly string[],
): Promise<LastMessages> {
  const { where, values } = visibleTo({ clientId, seesHidden: true }, { column: "rooms.id", values: [] })
  const hidden = seesHiddenIn.length === 0 ? "hidden = 0" : "(hidden = 0 OR room_id = ANY(?))"
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM (
       SELECT (SELECT messages.id FROM messages WHERE messages.room_id = rooms.id AND ${where} AND ${hidden}
               ORDER BY messages.created_at DESC, messages.seq DESC LIMIT 1) AS newest
       FROM rooms WHERE rooms.id = ANY(?)
     ) AS heads JOIN messages ON messages.id = newest`,
    [...values, ...(seesHiddenIn.length === 0 ? [] : [seesHiddenIn]), roomIds],
  )
  return new Map(stored.map(row => [row.roomId, messageOf(row)]))
}

/**
 * Members of a room whose newest message is another than everybody's: they deleted it for themselves, or they see
 * hidden ones.
 */
export async function listWithOwnLast(
  db: Statements,
  roomId: string,
  common: MessageRow | undefined,
  superusers: readonly string[],
): Promise<string[]> {
  const seq = common?.seq ?? 0
  const rows = await db.all<{ clientId: string }>(
    `SELECT client_id AS "clientId" FROM user_deletions WHERE room_id = ? AND seq = ?
     UNION SELECT client_id FROM clearings WHERE room_id = ? AND seq >= ?`,
    [roomId, seq, roomId, seq],
  )
  const hidden = await db.get(
    "SELECT 1 AS one FROM gaps WHERE room_id = ? AND seq > ? AND deleted = 0 LIMIT 1",
    [roomId, seq],
  )
  return [...new Set([...rows.map(row => row.clientId), ...(hidden ? superusers : [])])]
}

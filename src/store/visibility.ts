import type { Statements, Value } from "./database.ts"
import type { RoomRow } from "./rooms.ts"

/** Who reads messages: a user with own deletions, or nobody in particular. */
export interface MessageReader {
  clientId: string | null
  /** Hidden messages are for superusers only (contract: decided.md 24). */
  seesHidden: boolean
}

/** A part of a WHERE and the values for its `?`. */
export interface Condition {
  where: string
  values: Value[]
}

/**
 * What a reader may see of the table messages, as a condition.
 * @param room the room whose clearing counts: a column, or `?` with its value.
 */
export function visibleTo(
  { clientId, seesHidden }: MessageReader,
  room: { column: string; values: readonly Value[] },
): Condition {
  const where: string[] = seesHidden ? ["1 = 1"] : ["messages.hidden = 0"]
  const values: Value[] = []
  if (clientId !== null) {
    const clearing = (column: string) =>
      `COALESCE((SELECT c.${column} FROM clearings c WHERE c.room_id = ${room.column} AND c.client_id = ?), 0)`
    // The time lets an index leap over what was cleared; the number is exact.
    where.push(`messages.created_at >= ${clearing("message_at")}`, `messages.seq > ${clearing("seq")}`)
    values.push(...room.values, clientId, ...room.values, clientId)
    where.push(`NOT EXISTS (SELECT 1 FROM user_deletions d WHERE d.room_id = messages.room_id
      AND d.client_id = ? AND d.seq = messages.seq)`)
    values.push(clientId)
  }
  return { where: where.join(" AND "), values }
}

/** Whether a reader can see one message. */
export async function isVisible(db: Statements, messageId: string, reader: MessageReader): Promise<boolean> {
  const { where, values } = visibleTo(reader, { column: "messages.room_id", values: [] })
  const found = await db.get(`SELECT 1 AS one FROM messages WHERE messages.id = ? AND ${where}`, [
    messageId,
    ...values,
  ])
  return found !== undefined
}

/** The opposite for one room: what a reader deleted of it for themselves, all up to a place and single ones. */
export async function deletedBy(
  db: Statements,
  { clientId, seesHidden }: MessageReader,
  roomId: string,
): Promise<Condition[]> {
  const own = await db.get<{ cleared: number | null; single: number | null }>(
    `SELECT (SELECT seq FROM clearings WHERE room_id = ? AND client_id = ?) AS cleared,
       (SELECT MAX(seq) FROM user_deletions WHERE room_id = ? AND client_id = ?) AS single`,
    [roomId, clientId, roomId, clientId],
  )
  const shown = seesHidden ? "" : " AND messages.hidden = 0"
  const deleted: Condition[] = []
  if (own?.cleared) deleted.push({ where: `messages.seq <= ?${shown}`, values: [own.cleared] })
  if (own?.single) {
    const single = `EXISTS (SELECT 1 FROM user_deletions d
      WHERE d.room_id = messages.room_id AND d.client_id = ? AND d.seq = messages.seq)`
    deleted.push({ where: single + shown, values: [clientId] })
  }
  return deleted
}

/**
 * How many messages of a room a reader can see: counted from what is missing, not from what is there.
 * @param after only those beyond this number.
 */
export async function countVisible(
  db: Statements,
  room: Pick<RoomRow, "id" | "lastSeq" | "emptiedSeq">,
  { clientId, seesHidden }: MessageReader,
  after = 0,
): Promise<number> {
  const cleared = await db.get<{ seq: number }>(
    "SELECT seq FROM clearings WHERE room_id = ? AND client_id = ?",
    [room.id, clientId],
  )
  const first = Math.max(room.emptiedSeq, cleared?.seq ?? 0, after)
  const gaps = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM gaps WHERE room_id = ? AND seq > ? AND seq <= ?${
      seesHidden ? " AND deleted = 1" : ""
    }`,
    [room.id, first, room.lastSeq],
  )
  const own = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM user_deletions d
     WHERE room_id = ? AND client_id = ? AND seq > ? AND seq <= ?${
       seesHidden
         ? ""
         : " AND NOT EXISTS (SELECT 1 FROM gaps WHERE gaps.room_id = d.room_id AND gaps.seq = d.seq)"
     }`,
    [room.id, clientId, first, room.lastSeq],
  )
  return Math.max(0, room.lastSeq - first - (gaps?.count ?? 0) - (own?.count ?? 0))
}

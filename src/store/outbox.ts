import type { Statements } from "./database.ts"

/** Something that is to be sent because of a message. Ids sort by time. */
export interface OutboxRow {
  id: string
  kind: "push-v1" | "push-v2"
  roomId: string
  messageId: string
  createdAt: number
}

const columns = `id, kind, room_id AS "roomId", message_id AS "messageId", created_at AS "createdAt"`

export async function insertOutbox(tx: Statements, row: OutboxRow): Promise<void> {
  await tx.run("INSERT INTO outbox (id, kind, room_id, message_id, created_at) VALUES (?, ?, ?, ?, ?)", [
    row.id,
    row.kind,
    row.roomId,
    row.messageId,
    row.createdAt,
  ])
}

/** The oldest rows of all rooms that are not among `busyRooms`. */
export async function listDue(
  db: Statements,
  busyRooms: readonly string[],
  limit: number,
): Promise<OutboxRow[]> {
  return db.all<OutboxRow>(`SELECT ${columns} FROM outbox WHERE NOT room_id = ANY(?) ORDER BY id LIMIT ?`, [
    busyRooms,
    limit,
  ])
}

/** Takes rows for sending, for good: they are never sent again. @returns those that nobody else took first. */
export async function takeOutbox(tx: Statements, ids: readonly string[]): Promise<OutboxRow[]> {
  return tx.all<OutboxRow>(`DELETE FROM outbox WHERE id = ANY(?) RETURNING ${columns}`, [ids])
}

/** How many rows wait, and since when the oldest does (ms since the epoch; null when none waits). */
export async function measureOutbox(db: Statements): Promise<{ depth: number; oldest: number | null }> {
  const row = await db.get<{ depth: number; oldest: number | null }>(
    "SELECT COUNT(*) AS depth, MIN(created_at) AS oldest FROM outbox",
  )
  return row ?? { depth: 0, oldest: null }
}

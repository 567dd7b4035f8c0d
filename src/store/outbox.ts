import type { Statements } from "./database.ts"

/** Something that is to be sent because of a message. Ids sort by time. */
export interface OutboxRow {
  id: string
  /** The callbacks of an operator's push centre, the pushes of this server, a room's webhook. */
  kind: "push-v1" | "push-v2" | "push" | "webhook"
  roomId: string
  /** Empty when it is about no message. */
  messageId: string
  /** What it tells of that is no message. */
  job?: unknown
  createdAt: number
}

type Stored = Omit<OutboxRow, "job"> & { jobJson: string | null }

const columns = `id, kind, room_id AS "roomId", message_id AS "messageId", job_json AS "jobJson",
  created_at AS "createdAt"`

const rowOf = ({ jobJson, ...stored }: Stored): OutboxRow => ({
  ...stored,
  job: jobJson === null ? undefined : JSON.parse(jobJson),
})

/** Rows of one queue go out one after the other. */
export const queueOf = ({ kind, roomId }: OutboxRow): string => `${kind} ${roomId}`

export async function insertOutbox(tx: Statements, row: OutboxRow): Promise<void> {
  await tx.run(
    "INSERT INTO outbox (id, kind, room_id, message_id, job_json, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    [
      ...[row.id, row.kind, row.roomId, row.messageId],
      ...[row.job === undefined ? null : JSON.stringify(row.job), row.createdAt],
    ],
  )
}

/** Pushes and webhooks go out side by side, and never wait for each other. */
export type Errand = "pushes" | "webhooks"

const isOf: Record<Errand, string> = { pushes: "kind <> 'webhook'", webhooks: "kind = 'webhook'" }

/** The oldest rows of all queues that are not busy. */
export async function listDue(
  db: Statements,
  errand: Errand,
  busyQueues: readonly string[],
  limit: number,
): Promise<OutboxRow[]> {
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM outbox
     WHERE ${isOf[errand]} AND NOT (kind || ' ' || room_id) = ANY(?) ORDER BY id LIMIT ?`,
    [busyQueues, limit],
  )
  return stored.map(rowOf)
}

/** What still waits of a message. */
export async function listOutboxOf(db: Statements, messageId: string): Promise<OutboxRow[]> {
  const stored = await db.all<Stored>(`SELECT ${columns} FROM outbox WHERE message_id = ? ORDER BY id`, [
    messageId,
  ])
  return stored.map(rowOf)
}

/** Takes rows for sending, for good: they are never sent again. @returns those that nobody else took first. */
export async function takeOutbox(tx: Statements, ids: readonly string[]): Promise<OutboxRow[]> {
  const stored = await tx.all<Stored>(`DELETE FROM outbox WHERE id = ANY(?) RETURNING ${columns}`, [ids])
  return stored.map(rowOf)
}

/** How many rows wait, and since when the oldest does (ms since the epoch; null when none waits). */
export async function measureOutbox(db: Statements): Promise<{ depth: number; oldest: number | null }> {
  const row = await db.get<{ depth: number; oldest: number | null }>(
    "SELECT COUNT(*) AS depth, MIN(created_at) AS oldest FROM outbox",
  )
  return row ?? { depth: 0, oldest: null }
}

import type { Statements } from "./database.ts"
import { jobJsonOf, withJob } from "./jobs.ts"

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

/** Rows of one queue go out one after the other. */
export const queueOf = ({ kind, roomId }: OutboxRow): string => `${kind} ${roomId}`

export async function insertOutbox(tx: Statements, row: OutboxRow): Promise<void> {
  await tx.run(
    "INSERT INTO outbox (id, kind, room_id, message_id, job_json, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    [...[row.id, row.kind, row.roomId, row.messageId], ...[jobJsonOf(row.job), row.createdAt]],
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
  return stored.map(withJob)
}

/** What still waits of a message. */
export async function listOutboxOf(db: Statements, messageId: string): Promise<OutboxRow[]> {
  const stored = await db.all<Stored>(`SELECT ${columns} FROM outbox WHERE message_id = ? ORDER BY id`, [
    messageId,
  ])
  return stored.map(withJob)
}

/** Takes rows for sending, for good: they are never sent again. @returns those that nobody else took first. */
export async function takeOutbox(tx: Statements, ids: readonly string[]): Promise<OutboxRow[]> {
  const stored = await tx.all<Stored>(`DELETE FROM outbox WHERE id = ANY(?) RETURNING ${columns}`, [ids])
  return stored.map(withJob)
}

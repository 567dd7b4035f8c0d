import type { Statements } from "./database.ts"
import { insertMany } from "./insert-many.ts"
import { jobJsonOf, withJob } from "./jobs.ts"
import { deleteSendings, type SendingRow } from "./sendings.ts"

/** What became of sendings, and of members who got none; kept for a while so that it can be explained. */

export interface Settlement extends Omit<SendingRow, "held" | "dueAt" | "expiresAt"> {
  /** sent, expired, refused, gone, withdrawn, unregistered, online, unconfigured, dead */
  outcome: string
  reason: string | null
  providerId: string | null
  settledAt: number
}

type Stored = Omit<Settlement, "job"> & { jobJson: string | null }

const columns = `id, kind, room_id AS "roomId", message_id AS "messageId", client_id AS "clientId",
  device_type AS "deviceType", device_id AS "deviceId", job_json AS "jobJson", outcome, reason,
  provider_id AS "providerId", attempts, created_at AS "createdAt", settled_at AS "settledAt"`

/** Ends sendings, for good. */
export async function settle(tx: Statements, ends: readonly Settlement[]): Promise<void> {
  const deleted = deleteSendings(
    tx,
    ends.map(end => end.id),
  )
  const into = `INSERT INTO settlements (id, kind, room_id, message_id, client_id, device_type, device_id, job_json, outcome,
    reason, provider_id, attempts, created_at, settled_at)`
  const values = ends.map(end => [
    ...[end.id, end.kind, end.roomId, end.messageId, end.clientId, end.deviceType, end.deviceId],
    ...[jobJsonOf(end.job), end.outcome, end.reason, end.providerId],
    ...[end.attempts, end.createdAt, end.settledAt],
  ])
  await Promise.all([deleted, insertMany(tx, into, values, "ON CONFLICT (id) DO NOTHING")])
}

export async function listSettlementsOf(db: Statements, messageId: string): Promise<Settlement[]> {
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM settlements WHERE message_id = ? AND message_id <> '' ORDER BY id`,
    [messageId],
  )
  return stored.map(withJob)
}

/** Why members got no push of a message: reason → user ids. */
export type Reasons = Record<string, string[]>

/** Keeps why members got no push of some messages. @param at ms since the epoch. */
export async function insertUnpushed(
  tx: Statements,
  unpushed: readonly { messageId: string; reasons: Reasons; at: number }[],
): Promise<void> {
  const values = unpushed.map(({ messageId, reasons, at }) => [messageId, JSON.stringify(reasons), at])
  const into = "INSERT INTO unpushed (message_id, reasons_json, at)"
  await insertMany(tx, into, values, "ON CONFLICT (message_id) DO NOTHING")
}

export async function findUnpushed(db: Statements, messageId: string): Promise<Reasons | undefined> {
  const row = await db.get<{ json: string }>(
    'SELECT reasons_json AS "json" FROM unpushed WHERE message_id = ?',
    [messageId],
  )
  return row && JSON.parse(row.json)
}

/** Forgets what is older, some of it at a time. @returns how much there was. */
export async function forgetSettlements(tx: Statements, before: number, limit: number): Promise<number> {
  const outcomes = await tx.run(
    "DELETE FROM settlements WHERE id IN (SELECT id FROM settlements WHERE settled_at < ? LIMIT ?)",
    [before, limit],
  )
  const reasons = await tx.run(
    "DELETE FROM unpushed WHERE message_id IN (SELECT message_id FROM unpushed WHERE at < ? LIMIT ?)",
    [before, limit],
  )
  return outcomes + reasons
}

import { sha256 } from "../lib/ids.ts"
import type { Statements } from "./database.ts"
import { insertManyReturning } from "./insert-many.ts"
import { jobJsonOf, withJob } from "./jobs.ts"

/**
 * Something for one receiver that is tried until it is settled: a push for a device, a webhook that must arrive. Its id is
 * what receivers know it by, however often it is tried. Empty text where a field does not apply.
 */
export interface SendingRow {
  id: string
  kind: "push" | "webhook"
  roomId: string
  messageId: string
  clientId: string
  deviceType: string
  deviceId: string
  /** What is sent where it does not come from the message. */
  job: unknown
  attempts: number
  /** Waits for a sign of life of its device, and is sent only if there is none. */
  held: boolean
  dueAt: number
  expiresAt: number
  createdAt: number
}

type Id = Pick<SendingRow, "id">

type Stored = Omit<SendingRow, "job" | "held"> & { jobJson: string | null; held: number }

const columns = `id, kind, room_id AS "roomId", message_id AS "messageId", client_id AS "clientId",
  device_type AS "deviceType", device_id AS "deviceId", job_json AS "jobJson", attempts, held, due_at AS "dueAt",
  expires_at AS "expiresAt", created_at AS "createdAt"`

const rowOf = (stored: Stored): SendingRow => ({ ...withJob(stored), held: stored.held === 1 })

/** The id of one cause's push to one device: the same however often it is made. @param cause an id that sorts by time. */
export const pushId = (cause: string, { type, deviceId }: { type: string; deviceId: string }): string =>
  cause.slice(0, 16) + sha256(`${cause} ${type} ${deviceId}`).slice(0, 16)

/**
 * Puts in what is not there and was not settled before.
 * @param claimedUntil ms since the epoch: whoever puts them in tries them at once, and nobody else before then.
 * @returns those that it put in.
 */
export async function insertSendings(
  tx: Statements,
  rows: readonly SendingRow[],
  claimedUntil?: number,
): Promise<SendingRow[]> {
  if (rows.length === 0) return []
  const claimed = Number(claimedUntil !== undefined)
  const into = `INSERT INTO sendings (id, kind, room_id, message_id, client_id, device_type, device_id, job_json, attempts,
    held, claimed, due_at, expires_at, created_at)`
  const values = rows.map(row => [
    ...[row.id, row.kind, row.roomId, row.messageId, row.clientId, row.deviceType, row.deviceId],
    ...[jobJsonOf(row.job), row.attempts, Number(row.held), claimed, claimedUntil ?? row.dueAt],
    ...[row.expiresAt, row.createdAt],
  ])
  const inserting = insertManyReturning<Id>(tx, into, values, "ON CONFLICT (id) DO NOTHING RETURNING id")
  // Only behind it: whoever settles one at this moment has ended before the insertion goes on.
  const checking = tx.all<Id>(
    `DELETE FROM sendings WHERE id = ANY(?) AND EXISTS (SELECT 1 FROM settlements WHERE settlements.id = sendings.id)
     RETURNING id`,
    [rows.map(row => row.id)],
  )
  const [inserted, settled] = await Promise.all([inserting, checking])
  const ours = new Set(inserted.map(({ id }) => id)).difference(new Set(settled.map(({ id }) => id)))
  return rows.filter(row => ours.has(row.id))
}

/** Ids of what is due, longest waiting first. */
export async function listDueSendings(
  db: Statements,
  kind: SendingRow["kind"],
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<Id>(
    "SELECT id FROM sendings WHERE kind = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?",
    [kind, now, limit],
  )
  return rows.map(({ id }) => id)
}

/** Takes due rows for trying until an instant; whoever dies meanwhile leaves them to the others then. @returns those that nobody else took. */
export async function claimSendings(
  tx: Statements,
  ids: readonly string[],
  now: number,
  until: number,
): Promise<SendingRow[]> {
  const stored = await tx.all<Stored>(
    `UPDATE sendings SET claimed = 1, due_at = ? WHERE id = ANY(?) AND due_at <= ? RETURNING ${columns}`,
    [until, ids, now],
  )
  return stored.map(rowOf)
}

/** Nobody else is there to take care of what an earlier run had claimed. */
export async function releaseClaims(tx: Statements, kind: SendingRow["kind"]): Promise<void> {
  await tx.run("UPDATE sendings SET claimed = 0, due_at = 0 WHERE claimed = 1 AND kind = ?", [kind])
}

/** Lets a row wait for another try. */
export async function postponeSending(
  tx: Statements,
  { id, attempts, dueAt }: Pick<SendingRow, "id" | "attempts" | "dueAt">,
): Promise<void> {
  await tx.run("UPDATE sendings SET claimed = 0, attempts = ?, due_at = ? WHERE id = ?", [
    attempts,
    dueAt,
    id,
  ])
}

/** Takes away what was held back for a device before an instant. */
export async function takeHeldSendings(
  tx: Statements,
  clientId: string,
  deviceId: string,
  before: number,
): Promise<SendingRow[]> {
  const stored = await tx.all<Stored>(
    `DELETE FROM sendings WHERE client_id = ? AND device_id = ? AND held = 1 AND claimed = 0 AND created_at < ?
     RETURNING ${columns}`,
    [clientId, deviceId, before],
  )
  return stored.map(rowOf)
}

/** What was held back for a device since an instant is due at once. @returns how many. */
export async function unholdSendings(
  tx: Statements,
  clientId: string,
  deviceId: string,
  since: number,
): Promise<number> {
  return tx.run(
    "UPDATE sendings SET due_at = 0 WHERE client_id = ? AND device_id = ? AND held = 1 AND claimed = 0 AND created_at >= ?",
    [clientId, deviceId, since],
  )
}

export async function deleteSendings(tx: Statements, ids: readonly string[]): Promise<void> {
  await tx.run("DELETE FROM sendings WHERE id = ANY(?)", [ids])
}

/** What still waits of a message. */
export async function listSendingsOf(db: Statements, messageId: string): Promise<SendingRow[]> {
  const stored = await db.all<Stored>(`SELECT ${columns} FROM sendings WHERE message_id = ? ORDER BY id`, [
    messageId,
  ])
  return stored.map(rowOf)
}

import type { Statements } from "./database.ts"

export type ReportState = "open" | "closed"

/** A user complains about a message, or about somebody. Ids are empty where it names none; times in ms since the epoch. */
export interface ReportRow {
  id: string
  reporterId: string
  messageId: string
  roomId: string
  /** Who is complained about. */
  clientId: string
  reason: string
  text: string
  /** What the message said when it was reported. */
  excerpt: string
  state: ReportState
  /** Of the operator who closed it. */
  note: string
  closedBy: string | null
  createdAt: number
  updatedAt: number
}

const columns = `id, reporter_id AS "reporterId", message_id AS "messageId", room_id AS "roomId",
  client_id AS "clientId", reason, text, excerpt, state, note, closed_by AS "closedBy", created_at AS "createdAt",
  updated_at AS "updatedAt"`

/** @returns false when the same is open already; nothing is written then. */
export async function insertReport(tx: Statements, row: ReportRow): Promise<boolean> {
  const written = await tx.run(
    `INSERT INTO reports (id, reporter_id, message_id, room_id, client_id, reason, text, excerpt, state, note, closed_by,
       created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (reporter_id, message_id, client_id) WHERE state = 'open' DO NOTHING`,
    [
      ...[row.id, row.reporterId, row.messageId, row.roomId, row.clientId, row.reason, row.text, row.excerpt],
      ...[row.state, row.note, row.closedBy, row.createdAt, row.updatedAt],
    ],
  )
  return written === 1
}

/** What is open of the same person about the same. */
export const findOpenReport = (
  db: Statements,
  { reporterId, messageId, clientId }: Pick<ReportRow, "reporterId" | "messageId" | "clientId">,
) =>
  db.get<ReportRow>(
    `SELECT ${columns} FROM reports WHERE reporter_id = ? AND message_id = ? AND client_id = ? AND state = 'open'`,
    [reporterId, messageId, clientId],
  )

/** How many a user has made since an instant. */
export async function countReportsBy(db: Statements, reporterId: string, since: number): Promise<number> {
  const row = await db.get<{ count: number }>(
    "SELECT COUNT(*) AS count FROM reports WHERE reporter_id = ? AND created_at >= ?",
    [reporterId, since],
  )
  return row?.count ?? 0
}

/** A page, the newest first, and how many there are. @param state absent, all. */
export async function pageReports(
  db: Statements,
  { state, skip, limit }: { state?: ReportState; skip: number; limit: number },
): Promise<{ totalCount: number; rows: ReportRow[] }> {
  const where = state === undefined ? "" : "WHERE state = ?"
  const values = state === undefined ? [] : [state]
  const count = await db.get<{ count: number }>(`SELECT COUNT(*) AS count FROM reports ${where}`, values)
  const rows = await db.all<ReportRow>(
    `SELECT ${columns} FROM reports ${where} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    [...values, limit, skip],
  )
  return { totalCount: count?.count ?? 0, rows }
}

export const findReport = (db: Statements, id: string) =>
  db.get<ReportRow>(`SELECT ${columns} FROM reports WHERE id = ?`, [id])

export async function updateReport(
  tx: Statements,
  {
    id,
    state,
    note,
    closedBy,
    updatedAt,
  }: Pick<ReportRow, "id" | "state" | "note" | "closedBy" | "updatedAt">,
): Promise<void> {
  await tx.run("UPDATE reports SET state = ?, note = ?, closed_by = ?, updated_at = ? WHERE id = ?", [
    ...[state, note, closedBy, updatedAt, id],
  ])
}

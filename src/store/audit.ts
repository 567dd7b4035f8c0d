import type { Statements } from "./database.ts"

/** What an operator did, or tried to do. */
export interface AuditRow {
  id: string
  /** Ms since the epoch. */
  at: number
  operator: string
  act: string
  target: string
  detail: string
  address: string
}

/** Writes one down, and forgets some that are older than `keptSince`. */
export async function insertAudit(tx: Statements, row: AuditRow, keptSince: number): Promise<void> {
  await tx.run(
    "INSERT INTO audit (id, at, operator, act, target, detail, address) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [...[row.id, row.at, row.operator, row.act, row.target, row.detail, row.address]],
  )
  await tx.run("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at, id LIMIT 8)", [
    keptSince,
  ])
}

/** A page, the newest first, and how many there are in all. */
export async function pageAudit(
  db: Statements,
  { skip, limit }: { skip: number; limit: number },
): Promise<{ totalCount: number; rows: AuditRow[] }> {
  const count = await db.get<{ count: number }>("SELECT COUNT(*) AS count FROM audit")
  const rows = await db.all<AuditRow>(
    `SELECT id, at, operator, act, target, detail, address FROM audit ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
    [limit, skip],
  )
  return { totalCount: count?.count ?? 0, rows }
}

import type { Statements } from "./database.ts"

/** How many rows wait, and since when the oldest does (ms since the epoch; null when none waits). */
export async function measureWaiting(
  db: Statements,
  table: "outbox" | "sendings",
): Promise<{ depth: number; oldest: number | null }> {
  const row = await db.get<{ depth: number; oldest: number | null }>(
    `SELECT COUNT(*) AS depth, MIN(created_at) AS oldest FROM ${table}`,
  )
  return row ?? { depth: 0, oldest: null }
}

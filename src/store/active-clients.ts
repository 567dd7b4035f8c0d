import { dayOf } from "../lib/clock.ts"
import type { Statements } from "./database.ts"

/** Users who signed in on a day, kept until the day was counted. */

/** Before the sign-in itself is written: only the first one of a day costs anything. @param at ms since the epoch. */
export async function noteActive(tx: Statements, clientId: string, at: number): Promise<void> {
  await tx.run(
    `INSERT INTO active_clients (day, client_id) SELECT ?, id FROM clients WHERE id = ? AND last_login_at < ?
     ON CONFLICT (day, client_id) DO NOTHING`,
    [dayOf(at), clientId, Date.parse(dayOf(at))],
  )
}

/** @param day like 2026-11-21. @param after only ids behind this one. */
export async function pageActive(
  db: Statements,
  day: string,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    'SELECT client_id AS "id" FROM active_clients WHERE day = ? AND client_id > ? ORDER BY client_id LIMIT ?',
    [day, after, limit],
  )
  return rows.map(row => row.id)
}

/** Forgets some of those of days before one. @returns how many. */
export async function forgetActive(tx: Statements, before: string, limit: number): Promise<number> {
  return tx.run(
    `DELETE FROM active_clients WHERE (day, client_id) IN
       (SELECT day, client_id FROM active_clients WHERE day < ? ORDER BY day, client_id LIMIT ?)`,
    [before, limit],
  )
}

import type { Statements } from "./database.ts"

/** How many messages each sender made from an instant on and before another, in ms since the epoch. */
export async function countBySender(
  db: Statements,
  from: number,
  to: number,
): Promise<{ senderId: string; count: number }[]> {
  return db.all(
    `SELECT sender_id AS "senderId", COUNT(*) AS "count" FROM messages
     WHERE created_at >= ? AND created_at < ? GROUP BY sender_id`,
    [from, to],
  )
}

/** Ids of the users who signed in since an instant. */
export async function listSignedIn(db: Statements, since: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>("SELECT id FROM clients WHERE last_login_at >= ?", [since])
  return rows.map(row => row.id)
}

/** How many rooms there are, and in how many the newest message came since an instant. */
export async function countRooms(db: Statements, since: number): Promise<{ total: number; active: number }> {
  const row = await db.get<{ total: number; active: number | null }>(
    `SELECT COUNT(*) AS "total", SUM(CASE WHEN last_message_at >= ? THEN 1 ELSE 0 END) AS "active" FROM rooms`,
    [since],
  )
  return { total: row?.total ?? 0, active: row?.active ?? 0 }
}

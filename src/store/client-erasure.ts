import type { Statements } from "./database.ts"

/** Empties what is stored of a user; the id stays, for the messages that bear it. */
export async function eraseProfile(tx: Statements, clientId: string, now: number): Promise<void> {
  await tx.run(
    `UPDATE clients SET nickname = '', avatar_url = '', description = NULL, fields_json = '{}', last_login_at = 0,
       address_json = NULL, user_agent = NULL, updated_at = ? WHERE id = ?`,
    [now, clientId],
  )
  await tx.run("DELETE FROM my_prefs WHERE client_id = ?", [clientId])
  await tx.run("DELETE FROM room_prefs WHERE client_id = ?", [clientId])
}

/** Ids of the groups that a user is one of. */
export async function listGroupIdsOf(db: Statements, clientId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    'SELECT group_id AS "id" FROM group_members WHERE client_id = ? ORDER BY group_id',
    [clientId],
  )
  return rows.map(row => row.id)
}

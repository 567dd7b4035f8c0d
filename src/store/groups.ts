import type { Statements } from "./database.ts"
import { stampRoomsSetBy } from "./stamps.ts"

/** Puts people into a group in place of those it has; their order is kept. */
export async function replacePeople(
  tx: Statements,
  groupId: string,
  clientIds: readonly string[],
): Promise<void> {
  await stampRoomsSetBy(tx, groupId)
  await tx.run("DELETE FROM group_members WHERE group_id = ?", [groupId])
  await Promise.all(
    clientIds.map((clientId, position) =>
      tx.run("INSERT INTO group_members (group_id, client_id, position) VALUES (?, ?, ?)", [
        groupId,
        clientId,
        position,
      ]),
    ),
  )
}

/** Ids of the people of a group; none when there is no such group. */
export async function listPeople(db: Statements, groupId: string): Promise<string[]> {
  const rows = await db.all<{ clientId: string }>(
    'SELECT client_id AS "clientId" FROM group_members WHERE group_id = ? ORDER BY position',
    [groupId],
  )
  return rows.map(row => row.clientId)
}

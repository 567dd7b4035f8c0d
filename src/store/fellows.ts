import type { Statements } from "./database.ts"

/** Everybody who is in a room with a user, groups included, and what they are called. */
export function listFellows(db: Statements, clientId: string) {
  return db.all<{ id: string; nickname: string }>(
    `SELECT id, nickname FROM clients WHERE id <> ? AND id IN (
       SELECT others.client_id FROM members AS own JOIN members AS others ON others.room_id = own.room_id
       WHERE own.client_id = ?)`,
    [clientId, clientId],
  )
}

/** Ids of the rooms that a user shares with any of the others. */
export async function listSharedRoomIds(
  db: Statements,
  clientId: string,
  others: readonly string[],
): Promise<Set<string>> {
  const rows = await db.all<{ roomId: string }>(
    `SELECT DISTINCT others.room_id AS "roomId" FROM members AS others
     WHERE others.client_id = ANY(?) AND EXISTS (
       SELECT 1 FROM members AS own WHERE own.room_id = others.room_id AND own.client_id = ?)`,
    [others, clientId],
  )
  return new Set(rows.map(row => row.roomId))
}

import type { Statements } from "./database.ts"
import { listRoomsInOrder, type RoomRow } from "./rooms.ts"

/** Where a page of all rooms goes on: behind this one. */
export type RoomPlace = Pick<RoomRow, "id" | "createdAt">

/** All rooms, the newest first. @param after only those behind it. */
export async function pageRooms(
  db: Statements,
  { after, skip = 0, limit }: { after?: RoomPlace; skip?: number; limit: number },
): Promise<RoomRow[]> {
  const rows = await db.all<{ id: string }>(
    `SELECT id FROM rooms ${after ? "WHERE (created_at, id) < (?, ?)" : ""}
     ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    [...(after ? [after.createdAt, after.id] : []), limit, skip],
  )
  return listRoomsInOrder(
    db,
    rows.map(row => row.id),
  )
}

export async function countAllRooms(db: Statements): Promise<number> {
  const row = await db.get<{ count: number }>("SELECT COUNT(*) AS count FROM rooms")
  return row?.count ?? 0
}

/** How many are in each of these rooms. */
export async function countMembersOf(
  db: Statements,
  roomIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ roomId: string; count: number }>(
    `SELECT room_id AS "roomId", COUNT(*) AS count FROM members WHERE room_id = ANY(?) GROUP BY room_id`,
    [roomIds],
  )
  return new Map(rows.map(row => [row.roomId, row.count]))
}

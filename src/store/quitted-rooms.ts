import type { Statements } from "./database.ts"
import type { RoomPref } from "./room-prefs.ts"
import { listRooms, type RoomRow } from "./rooms.ts"

/** A room that a user left or was removed from; `quittedAt` in ms since the epoch. */
export interface QuittedRoom {
  room: RoomRow
  pref: RoomPref
  quittedAt: number
}

/** Newest first. */
export async function listQuittedRooms(db: Statements, clientId: string): Promise<QuittedRoom[]> {
  const rows = await db.all<{ roomId: string; prefJson: string; quittedAt: number }>(
    `SELECT room_id AS "roomId", pref_json AS "prefJson", quitted_at AS "quittedAt" FROM room_prefs
     WHERE client_id = ? AND quitted_at IS NOT NULL ORDER BY quitted_at DESC, room_id`,
    [clientId],
  )
  const rooms = await listRooms(
    db,
    rows.map(row => row.roomId),
  )
  return rows.flatMap(({ roomId, prefJson, quittedAt }) => {
    const room = rooms.get(roomId)
    return room ? [{ room, pref: JSON.parse(prefJson), quittedAt }] : []
  })
}

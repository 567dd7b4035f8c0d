import type { Statements } from "./database.ts"

/** What a room is called. */
export interface RoomNames {
  id: string
  name: string
  roomTags: string[]
}

/** Names and tags of all active rooms of a user, those with the newest messages first. */
export async function listRoomNames(db: Statements, clientId: string): Promise<RoomNames[]> {
  const rows = await db.all<{ id: string; name: string; tags: string }>(
    `SELECT rooms.id AS "id", name, room_tags_json AS "tags" FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE members.client_id = ? AND status = 1 ORDER BY last_message_at DESC, rooms.created_at DESC, rooms.id`,
    [clientId],
  )
  return rows.map(({ tags, ...row }) => ({ ...row, roomTags: tags === "[]" ? [] : JSON.parse(tags) }))
}

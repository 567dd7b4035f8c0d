import type { Statements } from "./database.ts"
import type { RoomPref } from "./room-prefs.ts"
import { stampRoom } from "./stamps.ts"

/** One group's settings of a room. */
export async function findGroupPref(db: Statements, groupName: string, roomId: string): Promise<RoomPref> {
  const row = await db.get<{ prefJson: string }>(
    'SELECT pref_json AS "prefJson" FROM group_prefs WHERE room_id = ? AND group_name = ? /*for update*/',
    [roomId, groupName],
  )
  return row ? JSON.parse(row.prefJson) : {}
}

export async function upsertGroupPref(
  tx: Statements,
  groupName: string,
  roomId: string,
  pref: RoomPref,
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO group_prefs (group_name, room_id, pref_json, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (room_id, group_name) DO UPDATE SET pref_json = excluded.pref_json, updated_at = excluded.updated_at`,
    [groupName, roomId, JSON.stringify(pref), now],
  )
  await stampRoom(tx, roomId)
}

/** Rooms of a user that a group has settings of, by room id. */
export async function listGroupPrefs(
  db: Statements,
  groupName: string,
  clientId: string,
): Promise<Map<string, RoomPref>> {
  const rows = await db.all<{ roomId: string; prefJson: string }>(
    `SELECT group_prefs.room_id AS "roomId", pref_json AS "prefJson" FROM group_prefs
     JOIN members ON members.room_id = group_prefs.room_id AND client_id = ?
     WHERE group_name = ? AND pref_json <> '{}' ORDER BY group_prefs.room_id`,
    [clientId, groupName],
  )
  return new Map(rows.map(row => [row.roomId, JSON.parse(row.prefJson)]))
}

/** Ids of a user's rooms that carry a tag, frozen ones included. */
export async function listRoomIdsTagged(db: Statements, clientId: string, tag: string): Promise<string[]> {
  const rows = await db.all<{ id: string; tags: string }>(
    `SELECT rooms.id, room_tags_json AS "tags" FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE members.client_id = ? AND room_tags_json <> '[]'`,
    [clientId],
  )
  return rows.filter(({ tags }) => (JSON.parse(tags) as string[]).includes(tag)).map(({ id }) => id)
}

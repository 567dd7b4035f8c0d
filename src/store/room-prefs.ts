import type { ClientRow } from "./clients.ts"
import type { Statements } from "./database.ts"
import { stampMember } from "./stamps.ts"

/** What a user, or a group, set for a room; what is absent was never set (contract: rest-extended.md 3.5). */
export interface RoomPref {
  tags?: string[]
  tagColors?: Record<string, string>
  folder?: string
  muted?: boolean
  sticky?: boolean
  hidden?: boolean
  translation?: boolean
}

type Stored = { roomId: string; clientId: string; prefJson: string }

/** One user's settings of a room. */
export async function findRoomPref(db: Statements, clientId: string, roomId: string): Promise<RoomPref> {
  const row = await db.get<{ prefJson: string }>(
    'SELECT pref_json AS "prefJson" FROM room_prefs WHERE client_id = ? AND room_id = ? /*for update*/',
    [clientId, roomId],
  )
  return row ? JSON.parse(row.prefJson) : {}
}

export async function upsertRoomPref(
  tx: Statements,
  clientId: string,
  roomId: string,
  pref: RoomPref,
): Promise<void> {
  await tx.run(
    `INSERT INTO room_prefs (client_id, room_id, pref_json, muted) VALUES (?, ?, ?, ?)
     ON CONFLICT (client_id, room_id) DO UPDATE SET pref_json = excluded.pref_json, muted = excluded.muted`,
    [clientId, roomId, JSON.stringify(pref), pref.muted ? 1 : 0],
  )
  await stampMember(tx, roomId, clientId)
}

/** Rooms that a user has settings of, by room id. */
export async function listOwnRoomPrefs(db: Statements, clientId: string): Promise<Map<string, RoomPref>> {
  const rows = await db.all<Stored>(
    `SELECT room_id AS "roomId", client_id AS "clientId", pref_json AS "prefJson" FROM room_prefs
     WHERE client_id = ? AND pref_json <> '{}' ORDER BY room_id`,
    [clientId],
  )
  return new Map(rows.map(row => [row.roomId, JSON.parse(row.prefJson)]))
}

/** A user as shown to themselves and to the API key: with the ids of the rooms they muted. */
export interface OwnClient extends ClientRow {
  mutedRooms: string[]
}

export async function withMutes(db: Statements, clients: readonly ClientRow[]): Promise<OwnClient[]> {
  const rows = await db.all<{ roomId: string; clientId: string }>(
    `SELECT room_id AS "roomId", client_id AS "clientId" FROM room_prefs
     WHERE client_id = ANY(?) AND muted = 1 ORDER BY room_id`,
    [clients.map(client => client.id)],
  )
  const byClient = Map.groupBy(rows, row => row.clientId)
  return clients.map(client => ({
    ...client,
    mutedRooms: (byClient.get(client.id) ?? []).map(row => row.roomId),
  }))
}

/** Users who have muted the given rooms, by room; rooms that nobody muted are absent. */
export async function listMutedBy(
  db: Statements,
  roomIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db.all<{ roomId: string; clientId: string }>(
    'SELECT room_id AS "roomId", client_id AS "clientId" FROM room_prefs WHERE room_id = ANY(?) AND muted = 1',
    [roomIds],
  )
  const byRoom = Map.groupBy(rows, row => row.roomId)
  return new Map([...byRoom].map(([roomId, all]) => [roomId, new Set(all.map(row => row.clientId))]))
}

/**
 * What holds for each member of the given rooms: the own settings over the tags and colours of the groups that the
 * member may use, newest over older (contract: rest-extended.md 1.3).
 * @param clientId one user, or null for everybody.
 * @returns by room id and client id; who has no settings is left out.
 */
export async function listPrefsInForce(
  db: Statements,
  rooms: readonly { id: string; roomTags: string[] }[],
  clientId: string | null,
): Promise<Map<string, Map<string, RoomPref>>> {
  const ids = rooms.map(room => room.id)
  const whose = clientId === null ? "" : " AND client_id = ?"
  const own = await db.all<Stored>(
    `SELECT room_id AS "roomId", client_id AS "clientId", pref_json AS "prefJson" FROM room_prefs
     WHERE room_id = ANY(?) AND pref_json <> '{}'${whose}`,
    clientId === null ? [ids] : [ids, clientId],
  )
  const inForce = new Map<string, Map<string, RoomPref>>()
  const put = (roomId: string, id: string, pref: RoomPref) => {
    const ofRoom = inForce.get(roomId) ?? new Map<string, RoomPref>()
    inForce.set(roomId, ofRoom.set(id, { ...ofRoom.get(id), ...pref }))
  }
  for (const { roomId, id, pref } of await listShared(db, rooms, clientId)) put(roomId, id, pref)
  for (const row of own) put(row.roomId, row.clientId, JSON.parse(row.prefJson))
  return inForce
}

/** Tags and colours that groups give to members, oldest first. */
async function listShared(
  db: Statements,
  rooms: readonly { id: string; roomTags: string[] }[],
  clientId: string | null,
): Promise<{ roomId: string; id: string; pref: RoomPref }[]> {
  const whose = clientId === null ? "" : " AND members.client_id = ?"
  const ids = rooms.map(room => room.id)
  const rows = await db.all<Stored & { groupName: string; inGroup: number }>(
    `SELECT members.room_id AS "roomId", members.client_id AS "clientId", pref_json AS "prefJson",
       group_name AS "groupName", CASE WHEN people.client_id IS NULL THEN 0 ELSE 1 END AS "inGroup"
     FROM group_prefs JOIN members ON members.room_id = group_prefs.room_id
     LEFT JOIN group_members people ON people.group_id = group_name AND people.client_id = members.client_id
     WHERE group_prefs.room_id = ANY(?)${whose} ORDER BY updated_at, group_name`,
    clientId === null ? [ids] : [ids, clientId],
  )
  const tags = new Map(rooms.map(room => [room.id, room.roomTags]))
  return rows
    .filter(row => row.inGroup === 1 || tags.get(row.roomId)?.includes(row.groupName))
    .map(row => {
      const { tags, tagColors }: RoomPref = JSON.parse(row.prefJson)
      return {
        roomId: row.roomId,
        id: row.clientId,
        pref: { ...(tags ? { tags } : {}), ...(tagColors ? { tagColors } : {}) },
      }
    })
}

import type { Statements } from "./database.ts"
import { refreshMembers, stampClients, stampRoom } from "./stamps.ts"

/**
 * Who is in a room. Users and groups are there by name; the people of a group have rows of their own as long as the
 * group is there, so that every other question about members asks one table.
 */

/** Rows that one statement writes; what is left over is written one by one, so that only two statements are prepared. */
const atOnce = 100

const insertionOf = (rows: number) =>
  `INSERT INTO members (room_id, client_id, position, named, read_seq, joined_seq, joined_at)
   VALUES ${Array(rows).fill("(?, ?, ?, 1, ?, ?, ?)").join(", ")} ON CONFLICT (room_id, client_id)
   DO UPDATE SET named = 1, position = excluded.position, joined_at = excluded.joined_at WHERE members.named = 0`

/**
 * Adds users and groups by name, each once; who comes now has read all that is there.
 * @returns the ids of all who are new, the people of groups included.
 */
export async function insertMembers(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
  lastSeq: number,
  now: number,
): Promise<string[]> {
  const before = await presentOf(tx, roomId, clientIds)
  const first = await tx.get<{ position: number }>(
    "SELECT COALESCE(MAX(position), -1) + 1 AS position FROM members WHERE room_id = ?",
    [roomId],
  )
  const place = first?.position ?? 0
  const rows = clientIds.map((id, i) => [roomId, id, place + i, lastSeq, lastSeq, now])
  for (let i = 0; i < rows.length; ) {
    const count = rows.length - i >= atOnce ? atOnce : 1
    await tx.run(insertionOf(count), rows.slice(i, i + count).flat())
    i += count
  }
  await insertPeople(tx, roomId, clientIds, now)
  return forgetLeaving(tx, roomId, clientIds, before)
}

/** @returns the ids of all who were not there `before`. */
async function forgetLeaving(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
  before: ReadonlySet<string>,
): Promise<string[]> {
  const added = [...(await presentOf(tx, roomId, clientIds)).difference(before)].sort()
  await tx.run("UPDATE room_prefs SET quitted_at = NULL WHERE room_id = ? AND client_id = ANY(?)", [
    roomId,
    added,
  ])
  await stampShift(tx, roomId, added)
  return added
}

/** Tells the cursors that these users came or went. */
async function stampShift(tx: Statements, roomId: string, clientIds: readonly string[]): Promise<void> {
  await stampRoom(tx, roomId)
  await refreshMembers(tx, roomId, clientIds)
  await stampClients(tx, "rooms", clientIds)
}

/** Gives the people of groups their rows, but not those who are banned; the room's last number is read in the same statement. */
async function insertPeople(
  tx: Statements,
  roomId: string,
  groupIds: readonly string[],
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO members (room_id, client_id, position, named, read_seq, joined_seq, joined_at)
     SELECT rooms.id, client_id, MIN(position), 0, last_seq, last_seq, CAST(? AS BIGINT)
     FROM rooms JOIN group_members ON group_id = ANY(?)
     WHERE rooms.id = ? AND (pair IS NOT NULL OR NOT EXISTS
       (SELECT 1 FROM blocks WHERE blocks.room_id = rooms.id AND blockee_id = client_id))
     GROUP BY rooms.id, client_id, last_seq
     ON CONFLICT (room_id, client_id) DO NOTHING`,
    [now, groupIds, roomId],
  )
}

/** Gives those their rows whom a ban kept from coming with a group. @returns their ids. */
export async function readmitPeople(tx: Statements, roomId: string, now: number): Promise<string[]> {
  const groups = await tx.all<{ id: string }>(
    `SELECT client_id AS id FROM members JOIN clients ON clients.id = client_id
     WHERE room_id = ? AND named = 1 AND client_type = 'group'`,
    [roomId],
  )
  const ids = groups.map(group => group.id)
  const before = await presentOf(tx, roomId, ids)
  await insertPeople(tx, roomId, ids, now)
  return forgetLeaving(tx, roomId, ids, before)
}

/**
 * Takes users and groups out of a room. Who is also there through a group stays.
 * @returns the ids of all who are gone.
 */
export async function deleteMembers(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
  now: number,
): Promise<string[]> {
  await tx.run("UPDATE members SET named = 0 WHERE room_id = ? AND client_id = ANY(?)", [roomId, clientIds])
  await stampRoom(tx, roomId)
  return deleteUnheld(tx, roomId, now)
}

/** Removes the rows that neither a name nor a group holds any more. */
async function deleteUnheld(tx: Statements, roomId: string, now: number): Promise<string[]> {
  const rows = await tx.all<{ clientId: string }>(
    `SELECT client_id AS "clientId" FROM members WHERE room_id = ? AND named = 0 AND client_id NOT IN (
       SELECT people.client_id FROM members groups
       JOIN group_members people ON people.group_id = groups.client_id
       WHERE groups.room_id = ? AND groups.named = 1)`,
    [roomId, roomId],
  )
  const gone = rows.map(row => row.clientId)
  if (gone.length === 0) return []
  await stampShift(tx, roomId, gone)
  await tx.run(
    `INSERT INTO room_prefs (client_id, room_id, pref_json, muted, quitted_at)
     SELECT client_id, room_id, '{}', 0, CAST(? AS BIGINT) FROM members WHERE room_id = ? AND client_id = ANY(?)
     ON CONFLICT (client_id, room_id) DO UPDATE SET quitted_at = excluded.quitted_at`,
    [now, roomId, gone],
  )
  await tx.run("DELETE FROM members WHERE room_id = ? AND client_id = ANY(?)", [roomId, gone])
  await tx.run("DELETE FROM mentions WHERE room_id = ? AND client_id = ANY(?)", [roomId, gone])
  return gone
}

/** What a change of a group's people did to one room. */
export interface RoomShift {
  roomId: string
  added: string[]
  removed: string[]
}

/** Brings the rooms that a group is in into step with its people, after these have changed. */
export async function syncGroupRooms(tx: Statements, groupId: string, now: number): Promise<RoomShift[]> {
  const rooms = await tx.all<{ roomId: string }>(
    'SELECT room_id AS "roomId" FROM members WHERE client_id = ? AND named = 1 ORDER BY room_id',
    [groupId],
  )
  const shifts: RoomShift[] = []
  for (const { roomId } of rooms) {
    const before = await presentOf(tx, roomId, [groupId])
    await insertPeople(tx, roomId, [groupId], now)
    const added = await forgetLeaving(tx, roomId, [groupId], before)
    const removed = await deleteUnheld(tx, roomId, now)
    if (added.length > 0 || removed.length > 0) shifts.push({ roomId, added, removed })
  }
  return shifts
}

/** Who of these users and groups, and of the groups' people, is in a room. */
async function presentOf(tx: Statements, roomId: string, clientIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.all<{ clientId: string }>(
    `SELECT client_id AS "clientId" FROM members WHERE room_id = ? AND (client_id = ANY(?)
       OR client_id IN (SELECT client_id FROM group_members WHERE group_id = ANY(?)))`,
    [roomId, clientIds, clientIds],
  )
  return new Set(rows.map(row => row.clientId))
}

import type { Statements } from "./database.ts"

/**
 * Who is in a room. Users and groups are there by name; the people of a group have rows of their own as long as the
 * group is there, so that every other question about members asks one table.
 */

/** Adds users and groups by name; who comes now has read all that is there. */
export async function insertMembers(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
  lastSeq: number,
  now: number,
): Promise<void> {
  for (const [position, clientId] of clientIds.entries()) {
    await tx.run(
      `INSERT INTO members (room_id, client_id, position, named, read_seq, joined_seq, joined_at)
       VALUES (?, ?, ?, 1, ?, ?, ?) ON CONFLICT (room_id, client_id) DO UPDATE SET named = 1`,
      [roomId, clientId, position, lastSeq, lastSeq, now],
    )
  }
  await insertPeople(tx, roomId, clientIds, lastSeq, now)
  await tx.run("UPDATE room_prefs SET quitted_at = NULL WHERE room_id = ? AND client_id = ANY(?)", [
    roomId,
    clientIds,
  ])
}

/** Gives the people of groups their rows. */
async function insertPeople(
  tx: Statements,
  roomId: string,
  groupIds: readonly string[],
  lastSeq: number,
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO members (room_id, client_id, position, named, read_seq, joined_seq, joined_at)
     SELECT CAST(? AS TEXT), client_id, MIN(position), 0, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)
     FROM group_members WHERE group_id = ANY(?) GROUP BY client_id
     ON CONFLICT (room_id, client_id) DO NOTHING`,
    [roomId, lastSeq, lastSeq, now, groupIds],
  )
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
  await tx.run("DELETE FROM members WHERE room_id = ? AND client_id = ANY(?)", [roomId, gone])
  await tx.run("DELETE FROM mentions WHERE room_id = ? AND client_id = ANY(?)", [roomId, gone])
  for (const clientId of gone) {
    await tx.run(
      `INSERT INTO room_prefs (client_id, room_id, pref_json, muted, quitted_at) VALUES (?, ?, '{}', 0, ?)
       ON CONFLICT (client_id, room_id) DO UPDATE SET quitted_at = excluded.quitted_at`,
      [clientId, roomId, now],
    )
  }
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
  const rooms = await tx.all<{ roomId: string; lastSeq: number }>(
    `SELECT room_id AS "roomId", last_seq AS "lastSeq" FROM members JOIN rooms ON rooms.id = room_id
     WHERE client_id = ? AND named = 1`,
    [groupId],
  )
  const shifts: RoomShift[] = []
  for (const { roomId, lastSeq } of rooms) {
    const before = await idsIn(tx, roomId)
    await insertPeople(tx, roomId, [groupId], lastSeq, now)
    const added = [...(await idsIn(tx, roomId))].filter(id => !before.has(id))
    const removed = await deleteUnheld(tx, roomId, now)
    if (added.length > 0 || removed.length > 0) shifts.push({ roomId, added, removed })
  }
  return shifts
}

async function idsIn(tx: Statements, roomId: string): Promise<Set<string>> {
  const rows = await tx.all<{ clientId: string }>(
    'SELECT client_id AS "clientId" FROM members WHERE room_id = ?',
    [roomId],
  )
  return new Set(rows.map(row => row.clientId))
}

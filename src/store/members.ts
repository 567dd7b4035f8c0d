import type { Statements } from "./database.ts"
import type { RoomRow } from "./rooms.ts"
import { stampRoom } from "./stamps.ts"

/** The place of a user, or of a group, in a room. `lastRead` is the message id clients are told. */
export interface MemberRow {
  roomId: string
  clientId: string
  /** In the room by name; false when only through a group. */
  named: boolean
  role: string | null
  properties: Record<string, unknown>
  /** Unread messages, counted in one statement. */
  unread: number
  lastRead: string | null
  /** The room's last sequence number when the member came. */
  joinedSeq: number
  /** Since when the member may not speak: banned, or in a direct room where one side blocked the other. */
  silencedAt: number | null
}

type Stored = Omit<MemberRow, "properties" | "named"> & { propertiesJson: string | null; named: number }

/**
 * Unread messages of a row of members joined with its room, up to a number of the room: a subtraction, less the numbers
 * beyond the read marker that do not count. Rooms without such numbers pay nothing for them.
 */
export const unreadUpTo = (last: string) => `(${last} - read_seq
  - CASE WHEN gap_seq > read_seq THEN
      (SELECT COUNT(*) FROM gaps
       WHERE gaps.room_id = members.room_id AND gaps.seq > read_seq AND gaps.seq <= ${last}) ELSE 0 END
  - CASE WHEN deleted_seq > read_seq THEN
      (SELECT COUNT(*) FROM user_deletions d
       WHERE d.room_id = members.room_id AND d.client_id = members.client_id
         AND d.seq > read_seq AND d.seq <= ${last} AND NOT EXISTS
           (SELECT 1 FROM gaps WHERE gaps.room_id = d.room_id AND gaps.seq = d.seq)) ELSE 0 END)`

export const unread = unreadUpTo("last_seq")

const silencedAt = `(SELECT MIN(blocks.created_at) FROM blocks
  WHERE blocks.room_id = members.room_id AND (pair IS NOT NULL OR blockee_id = members.client_id))`

const columns = `members.room_id AS "roomId", client_id AS "clientId", named, role,
  properties_json AS "propertiesJson", ${unread} AS "unread", last_read AS "lastRead", joined_seq AS "joinedSeq",
  ${silencedAt} AS "silencedAt"`

const rowOf = ({ propertiesJson, ...stored }: Stored): MemberRow => ({
  ...stored,
  named: stored.named === 1,
  properties: propertiesJson ? JSON.parse(propertiesJson) : {},
})

/** Whether a member stands above the others of a room: its owner, its managers, its admins. */
export const isSuperuserOf = (
  room: Pick<RoomRow, "ownerId" | "managers">,
  { clientId, role }: Pick<MemberRow, "clientId" | "role">,
): boolean => room.ownerId === clientId || room.managers.includes(clientId) || role === "admin"

export async function findMember(
  db: Statements,
  roomId: string,
  clientId: string,
): Promise<MemberRow | undefined> {
  const stored = await db.get<Stored>(
    `SELECT ${columns} FROM members JOIN rooms ON rooms.id = room_id WHERE room_id = ? AND client_id = ?`,
    [roomId, clientId],
  )
  return stored && rowOf(stored)
}

/** Members of the given rooms, in the order they came. */
export async function listMembers(
  db: Statements,
  roomIds: readonly string[],
): Promise<Map<string, MemberRow[]>> {
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM members JOIN rooms ON rooms.id = members.room_id WHERE members.room_id = ANY(?)
     ORDER BY members.room_id, joined_at, position, client_id`,
    [roomIds],
  )
  const byRoom = new Map<string, MemberRow[]>(roomIds.map(id => [id, []]))
  for (const row of stored) byRoom.get(row.roomId)?.push(rowOf(row))
  return byRoom
}

/** Ids of the users and groups in the given rooms, whether by name or through a group. */
export async function listMemberIds(
  db: Statements,
  roomIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db.all<{ roomId: string; clientId: string }>(
    'SELECT room_id AS "roomId", client_id AS "clientId" FROM members WHERE room_id = ANY(?)',
    [roomIds],
  )
  return new Map(
    [...Map.groupBy(rows, row => row.roomId)].map(([roomId, group]) => [
      roomId,
      group.map(row => row.clientId),
    ]),
  )
}

/** Which of these users and groups are in a room; true for those who are there by name. */
export async function listPresent(
  db: Statements,
  roomId: string,
  clientIds: readonly string[],
): Promise<Map<string, boolean>> {
  const rows = await db.all<{ clientId: string; named: number }>(
    'SELECT client_id AS "clientId", named FROM members WHERE room_id = ? AND client_id = ANY(?)',
    [roomId, clientIds],
  )
  return new Map(rows.map(row => [row.clientId, row.named === 1]))
}

export async function countMembers(db: Statements, roomId: string): Promise<number> {
  const row = await db.get<{ count: number }>("SELECT COUNT(*) AS count FROM members WHERE room_id = ?", [
    roomId,
  ])
  return row?.count ?? 0
}

export async function hasAdmin(db: Statements, roomId: string): Promise<boolean> {
  return !!(await db.get("SELECT 1 AS one FROM members WHERE room_id = ? AND role = 'admin' LIMIT 1", [
    roomId,
  ]))
}

/** Ids of the robots in a room, but no more than two. */
export async function listRobots(db: Statements, roomId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    `SELECT clients.id FROM members JOIN clients ON clients.id = client_id
     WHERE room_id = ? AND is_robot = 1 AND client_type = 'user' ORDER BY clients.id LIMIT 2`,
    [roomId],
  )
  return rows.map(({ id }) => id)
}

/** Sets role and properties of a member. */
export async function updateMember(
  tx: Statements,
  { roomId, clientId, role, properties }: Pick<MemberRow, "roomId" | "clientId" | "role" | "properties">,
): Promise<void> {
  await tx.run(
    `UPDATE members SET role = ?, properties_json = ?,
       fresh_stamp = CASE WHEN COALESCE(role, '') = COALESCE(CAST(? AS TEXT), '') THEN fresh_stamp ELSE stamp() END
     WHERE room_id = ? AND client_id = ?`,
    [role, JSON.stringify(properties), role, roomId, clientId],
  )
  await stampRoom(tx, roomId)
}

/** Moves a sender's read marker to the room's newest message, which is their own. */
export async function markOwnRead(
  tx: Statements,
  marker: { roomId: string; clientId: string; seq: number; messageId: string },
): Promise<void> {
  await tx.run("UPDATE members SET read_seq = ?, last_read = ? WHERE room_id = ? AND client_id = ?", [
    marker.seq,
    marker.messageId,
    marker.roomId,
    marker.clientId,
  ])
}

/** Moves a read marker forward, never back. @returns false when it stood there or further, or there is no such member. */
export async function moveReadMarker(
  tx: Statements,
  marker: { roomId: string; clientId: string; seq: number; messageId: string },
): Promise<boolean> {
  const moved = await tx.run(
    `UPDATE members SET read_seq = CASE WHEN read_seq > ? THEN read_seq ELSE ? END, last_read = ?
     WHERE room_id = ? AND client_id = ? AND (read_seq < ? OR last_read IS NULL)`,
    [marker.seq, marker.seq, marker.messageId, marker.roomId, marker.clientId, marker.seq],
  )
  if (moved > 0) await stampRoom(tx, marker.roomId)
  return moved > 0
}

/** Nothing up to a number is unread any more, for one member or for all; what clients are told was read last stays. */
export async function forgetUnread(
  tx: Statements,
  roomId: string,
  clientId: string | null,
  seq: number,
): Promise<void> {
  const whose = clientId === null ? "" : " AND client_id = ?"
  const values = clientId === null ? [roomId, seq] : [roomId, seq, clientId]
  await tx.run(`UPDATE members SET read_seq = ? WHERE room_id = ? AND read_seq < ?${whose}`, [seq, ...values])
}

/**
 * Who has an unread message that mentions them, by room.
 * @param clientId one user, or null for every member.
 */
export async function listMentioned(
  db: Statements,
  roomIds: readonly string[],
  clientId: string | null,
): Promise<Map<string, Set<string>>> {
  const rows = await db.all<{ roomId: string; clientId: string }>(
    `SELECT DISTINCT mentions.room_id AS "roomId", mentions.client_id AS "clientId" FROM mentions
     JOIN members ON members.room_id = mentions.room_id AND members.client_id = mentions.client_id
     WHERE mentions.room_id = ANY(?) AND seq > read_seq${clientId === null ? "" : " AND mentions.client_id = ?"}
       AND NOT EXISTS (SELECT 1 FROM gaps WHERE gaps.room_id = mentions.room_id AND gaps.seq = mentions.seq)
       AND NOT EXISTS (SELECT 1 FROM user_deletions d WHERE d.room_id = mentions.room_id
         AND d.client_id = mentions.client_id AND d.seq = mentions.seq)`,
    clientId === null ? [roomIds] : [roomIds, clientId],
  )
  const byRoom = new Map<string, Set<string>>()
  for (const row of rows) byRoom.set(row.roomId, (byRoom.get(row.roomId) ?? new Set()).add(row.clientId))
  return byRoom
}

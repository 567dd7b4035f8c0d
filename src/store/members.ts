import type { Statements } from "./database.ts"

/** A user's place in a room. `lastRead` is the message id clients are told. */
export interface MemberRow {
  roomId: string
  clientId: string
  role: string | null
  properties: Record<string, unknown>
  /** Unread messages: the room's last number less the member's, both read in one statement. */
  unread: number
  lastRead: string | null
  /** The room's last sequence number when the member came. */
  joinedSeq: number
}

type Stored = Omit<MemberRow, "properties"> & { propertiesJson: string | null }

const columns = `room_id AS "roomId", client_id AS "clientId", role, properties_json AS "propertiesJson",
  last_seq - read_seq AS "unread", last_read AS "lastRead", joined_seq AS "joinedSeq"`

const rowOf = ({ propertiesJson, ...stored }: Stored): MemberRow => ({
  ...stored,
  properties: propertiesJson ? JSON.parse(propertiesJson) : {},
})

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
    `SELECT ${columns} FROM members JOIN rooms ON rooms.id = room_id WHERE room_id = ANY(?)
     ORDER BY room_id, joined_at, position`,
    [roomIds],
  )
  const byRoom = new Map<string, MemberRow[]>(roomIds.map(id => [id, []]))
  for (const row of stored) byRoom.get(row.roomId)?.push(rowOf(row))
  return byRoom
}

/** Ids of the members of the given rooms. */
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

export async function countMembers(db: Statements, roomId: string): Promise<number> {
  const row = await db.get<{ count: number }>("SELECT COUNT(*) AS count FROM members WHERE room_id = ?", [
    roomId,
  ])
  return row?.count ?? 0
}

/** Adds users to a room; who comes now has read all that is there. */
export async function insertMembers(
  tx: Statements,
  roomId: string,
  clientIds: readonly string[],
  lastSeq: number,
  now: number,
): Promise<void> {
  for (const [position, clientId] of clientIds.entries()) {
    await tx.run(
      `INSERT INTO members (room_id, client_id, position, read_seq, joined_seq, joined_at)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (room_id, client_id) DO NOTHING`,
      [roomId, clientId, position, lastSeq, lastSeq, now],
    )
  }
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
  return moved > 0
}

/**
 * Unread messages of a user over all active rooms: one subtraction a room, whatever the length of its history.
 * @param roomTags only rooms that carry every one of them.
 */
export async function sumUnread(
  db: Statements,
  clientId: string,
  roomTags: readonly string[],
): Promise<number> {
  const total = `SELECT SUM(last_seq - read_seq) AS badge FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE client_id = ? AND status = 1`
  if (roomTags.length === 0) return (await db.get<{ badge: number | null }>(total, [clientId]))?.badge ?? 0
  const rows = await db.all<{ unread: number; tags: string }>(
    `SELECT last_seq - read_seq AS unread, room_tags_json AS tags FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE client_id = ? AND status = 1 AND last_seq > read_seq AND room_tags_json <> '[]'`,
    [clientId],
  )
  return rows
    .filter(row => roomTags.every(tag => (JSON.parse(row.tags) as string[]).includes(tag)))
    .reduce((sum, row) => sum + row.unread, 0)
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
     WHERE mentions.room_id = ANY(?) AND seq > read_seq${clientId === null ? "" : " AND mentions.client_id = ?"}`,
    clientId === null ? [roomIds] : [roomIds, clientId],
  )
  const byRoom = new Map<string, Set<string>>()
  for (const row of rows) byRoom.set(row.roomId, (byRoom.get(row.roomId) ?? new Set()).add(row.clientId))
  return byRoom
}

import type { Statements, Value } from "./database.ts"
import { refreshMembers, stampListsOf } from "./stamps.ts"

/** A room. `lastSeq` and `lastMessageAt` are those of its newest message, 0 while it has none. */
export interface RoomRow {
  id: string
  roomType: "direct" | "group"
  /** Both members of a direct room; null for others. */
  pair: string | null
  name: string
  cover: string
  description: string
  ownerId: string | null
  managers: string[]
  roomTags: string[]
  webhook: string | null
  /** Null while it was never set. */
  botMode: boolean | null
  botState: string
  extParams: string
  encrypted: boolean
  status: 0 | 1
  opening: 0 | 1
  lastSeq: number
  lastMessageAt: number
  createdAt: number
  /** Up to this number nothing is left of the messages. */
  emptiedSeq: number
}

type Stored = Omit<RoomRow, "managers" | "roomTags" | "botMode" | "encrypted"> & {
  managersJson: string
  roomTagsJson: string
  botMode: number | null
  encrypted: number
}

const columns = `rooms.id, room_type AS "roomType", pair, name, cover, description, owner_id AS "ownerId",
  managers_json AS "managersJson", room_tags_json AS "roomTagsJson", webhook, bot_mode AS "botMode",
  bot_state AS "botState", ext_params AS "extParams", encrypted, status, opening, last_seq AS "lastSeq",
  last_message_at AS "lastMessageAt", rooms.created_at AS "createdAt",
  emptied_seq AS "emptiedSeq"`

const listOf = (json: string): string[] => (json === "[]" ? [] : JSON.parse(json))

const rowOf = ({ managersJson, roomTagsJson, ...stored }: Stored): RoomRow => ({
  ...stored,
  managers: listOf(managersJson),
  roomTags: listOf(roomTagsJson),
  botMode: stored.botMode === null ? null : stored.botMode === 1,
  encrypted: stored.encrypted === 1,
})

export async function findRoom(db: Statements, id: string): Promise<RoomRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM rooms WHERE id = ?`, [id])
  return stored && rowOf(stored)
}

/** The same, and nobody else changes it until the commit. */
export async function lockRoom(tx: Statements, id: string): Promise<RoomRow | undefined> {
  const stored = await tx.get<Stored>(`SELECT ${columns} FROM rooms WHERE id = ? /*for update*/`, [id])
  return stored && rowOf(stored)
}

export async function listRooms(db: Statements, ids: readonly string[]): Promise<Map<string, RoomRow>> {
  if (ids.length === 0) return new Map()
  const stored = await db.all<Stored>(`SELECT ${columns} FROM rooms WHERE id = ANY(?)`, [[...new Set(ids)]])
  return new Map(stored.map(row => [row.id, rowOf(row)]))
}

/** The rooms of these ids, in their order; without those that are gone. */
export async function listRoomsInOrder(db: Statements, ids: readonly string[]): Promise<RoomRow[]> {
  const rooms = await listRooms(db, ids)
  return ids.flatMap(id => rooms.get(id) ?? [])
}

export async function findRoomByPair(db: Statements, pair: string): Promise<RoomRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM rooms WHERE pair = ?`, [pair])
  return stored && rowOf(stored)
}

/** @returns false when the id or the pair is taken; nothing is written then. */
export async function insertRoom(tx: Statements, room: RoomRow): Promise<boolean> {
  const written = await tx.run(
    `INSERT INTO rooms (id, room_type, pair, name, cover, description, owner_id, managers_json, room_tags_json,
       webhook, bot_mode, bot_state, ext_params, encrypted, status, opening, last_seq, last_message_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [
      ...[room.id, room.roomType, room.pair],
      ...changeable(room),
      ...[room.lastSeq, room.lastMessageAt, room.createdAt],
    ],
  )
  return written === 1
}

/** Writes what callers may change of a room. @param before the room as it is until now. */
export async function updateRoom(tx: Statements, room: RoomRow, before: RoomRow): Promise<void> {
  await tx.run(
    `UPDATE rooms SET name = ?, cover = ?, description = ?, owner_id = ?, managers_json = ?, room_tags_json = ?,
       webhook = ?, bot_mode = ?, bot_state = ?, ext_params = ?, encrypted = ?, status = ?, opening = ?,
       stamp = stamp() WHERE id = ?`,
    [...changeable(room), room.id],
  )
  await refreshMembers(tx, room.id, [...appointedIn(before).symmetricDifference(appointedIn(room))])
  if (room.status !== before.status) await stampListsOf(tx, room.id)
}

const appointedIn = ({ ownerId, managers }: RoomRow) => new Set([ownerId ?? [], managers].flat())

const changeable = (room: RoomRow): Value[] => [
  room.name,
  room.cover,
  room.description,
  room.ownerId,
  JSON.stringify(room.managers),
  JSON.stringify(room.roomTags),
  room.webhook,
  room.botMode === null ? null : Number(room.botMode),
  room.botState,
  room.extParams,
  Number(room.encrypted),
  room.status,
  room.opening,
]

/** Where the next message of a room stands, and what it means for the room. */
export interface Place {
  seq: number
  createdAt: number
  status: 0 | 1
  /** The room's webhook is told of it. */
  callsWebhook: boolean
}

/** A webhook works unless the room's robot is switched off (contract: webhook.md 1). */
export const callsWebhook = ({ webhook, botMode }: Pick<RoomRow, "webhook" | "botMode">): boolean =>
  webhook !== null && botMode !== false

const calls = "CASE WHEN webhook IS NOT NULL AND COALESCE(bot_mode, 1) = 1 THEN 1 ELSE 0 END"

/**
 * The place of a new message: the room's next sequence number, and a time that never falls. Nobody else gets it before
 * the commit. It is taken by `advanceRoom`: on the embedded engine an update that returns what it wrote costs more than
 * both.
 */
export async function nextPlace(tx: Statements, roomId: string, now: number): Promise<Place | undefined> {
  const head = await tx.get<{ seq: number; at: number; status: 0 | 1; calls: number }>(
    `SELECT last_seq AS "seq", last_message_at AS "at", status, ${calls} AS "calls"
     FROM rooms WHERE id = ? /*for update*/`,
    [roomId],
  )
  return (
    head && {
      seq: head.seq + 1,
      createdAt: Math.max(now, head.at),
      status: head.status,
      callsWebhook: head.calls === 1,
    }
  )
}

export async function advanceRoom(tx: Statements, roomId: string, place: Place): Promise<void> {
  await tx.run("UPDATE rooms SET last_seq = ?, last_message_at = ?, stamp = stamp() WHERE id = ?", [
    place.seq,
    place.createdAt,
    roomId,
  ])
}

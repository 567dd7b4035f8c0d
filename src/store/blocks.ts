import { type ClientRow, listClients } from "./clients.ts"
import type { Statements } from "./database.ts"
import { listRooms, type RoomRow } from "./rooms.ts"
import { stampRoom } from "./stamps.ts"

/**
 * In a group room a ban of `blockeeId`; in a direct room `blockerId` has blocked the other side. Times in ms since the
 * epoch.
 */
export interface BlockRow {
  roomId: string
  blockeeId: string
  blockerId: string
  createdAt: number
  updatedAt: number
}

/** A block with its room and both sides. */
export interface BlockView {
  block: BlockRow
  room: RoomRow
  people: ReadonlyMap<string, ClientRow>
}

export async function viewBlocks(db: Statements, blocks: readonly BlockRow[]): Promise<BlockView[]> {
  const rooms = await listRooms(
    db,
    blocks.map(block => block.roomId),
  )
  const people = await listClients(
    db,
    blocks.flatMap(block => [block.blockeeId, block.blockerId]),
  )
  return blocks.flatMap(block => {
    const room = rooms.get(block.roomId)
    return room ? [{ block, room, people }] : []
  })
}

const columns = `room_id AS "roomId", blockee_id AS "blockeeId", blocker_id AS "blockerId",
  blocks.created_at AS "createdAt", blocks.updated_at AS "updatedAt"`

/** @returns false when it was there already; nothing is written then. */
export async function insertBlock(tx: Statements, block: BlockRow): Promise<boolean> {
  const written = await tx.run(
    `INSERT INTO blocks (room_id, blockee_id, blocker_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room_id, blockee_id) DO NOTHING`,
    [block.roomId, block.blockeeId, block.blockerId, block.createdAt, block.updatedAt],
  )
  await stampRoom(tx, block.roomId)
  return written === 1
}

/** @returns what was lifted, if there was anything. */
export async function deleteBlock(
  tx: Statements,
  roomId: string,
  blockeeId: string,
): Promise<BlockRow | undefined> {
  await stampRoom(tx, roomId)
  return tx.get<BlockRow>(`DELETE FROM blocks WHERE room_id = ? AND blockee_id = ? RETURNING ${columns}`, [
    roomId,
    blockeeId,
  ])
}

/** Which of these users are banned in a group room. */
export async function listBanned(
  db: Statements,
  roomId: string,
  clientIds: readonly string[],
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    'SELECT blockee_id AS "id" FROM blocks WHERE room_id = ? AND blockee_id = ANY(?)',
    [roomId, clientIds],
  )
  return rows.map(row => row.id)
}

/** All of the given rooms, newest first. */
export async function listBlocksIn(db: Statements, roomIds: readonly string[]): Promise<BlockRow[]> {
  return db.all<BlockRow>(
    `SELECT ${columns} FROM blocks WHERE room_id = ANY(?) ORDER BY blocks.created_at DESC, blockee_id`,
    [roomIds],
  )
}

/** All that one user made, newest first. */
export async function listBlocksBy(db: Statements, blockerId: string): Promise<BlockRow[]> {
  return db.all<BlockRow>(
    `SELECT ${columns} FROM blocks WHERE blocker_id = ? ORDER BY blocks.created_at DESC, room_id, blockee_id`,
    [blockerId],
  )
}

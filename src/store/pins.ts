import type { Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage, touched } from "./messages.ts"
import { type MessageReader, visibleTo } from "./visibility.ts"

/** Pins a message and unpins what was pinned in its room, unless it was recalled meanwhile. @returns those that changed. */
export async function pinAlone(
  tx: Statements,
  { id, roomId }: Pick<MessageRow, "id" | "roomId">,
  now: number,
): Promise<MessageRow[]> {
  const target = await tx.get<{ pinned: number }>(
    "SELECT pinned FROM messages WHERE id = ? AND message_type <> 'recall' /*for update*/",
    [id],
  )
  if (!target) return []
  const others = (await listPinnedIds(tx, roomId)).filter(other => other !== id)
  const unpinned = await setPinned(tx, others, 0, now)
  return [...unpinned, ...(target.pinned === 1 ? [] : await setPinned(tx, [id], 1, now))]
}

/** @returns those that changed. */
export const unpin = (tx: Statements, id: string, now: number): Promise<MessageRow[]> =>
  setPinned(tx, [id], 0, now)

async function setPinned(
  tx: Statements,
  ids: readonly string[],
  pinned: 0 | 1,
  now: number,
): Promise<MessageRow[]> {
  if (ids.length === 0) return []
  const stored = await tx.all<StoredMessage>(
    `UPDATE messages SET pinned = ?, ${touched} WHERE id = ANY(?) AND pinned <> ? RETURNING ${messageColumns}`,
    [pinned, now, now, ids, pinned],
  )
  return stored.map(messageOf)
}

async function listPinnedIds(db: Statements, roomId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>("SELECT id FROM messages WHERE room_id = ? AND pinned = 1", [
    roomId,
  ])
  return rows.map(row => row.id)
}

/** The pinned message of a room, as far as a reader can see it. */
export async function listPinned(
  db: Statements,
  roomId: string,
  reader: MessageReader,
): Promise<MessageRow[]> {
  const visible = visibleTo(reader, { column: "messages.room_id", values: [] })
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages WHERE messages.id = ANY(?) AND ${visible.where}`,
    [await listPinnedIds(db, roomId), ...visible.values],
  )
  return stored.map(messageOf)
}

import type { Statements } from "./database.ts"
import type { MessageOrder } from "./message-pages.ts"
import type { RoomRow } from "./rooms.ts"
import { countVisible, type MessageReader, visibleTo } from "./visibility.ts"

/**
 * How many messages of a room, of those a reader can see, were made since an instant or, by `updatedAt`, also changed
 * since then. Only the changed ones are counted one by one: they are few.
 * @param since exclusive, ms since the epoch.
 */
export async function countSince(
  db: Statements,
  room: RoomRow,
  reader: MessageReader,
  since: number,
  order: MessageOrder,
): Promise<number> {
  const last = await db.get<{ seq: number }>(
    "SELECT seq FROM messages WHERE room_id = ? AND created_at <= ? ORDER BY created_at DESC, seq DESC LIMIT 1",
    [room.id, since],
  )
  const made = await countVisible(db, room, reader, last?.seq)
  if (order === "createdAt" || !last) return made
  const visible = visibleTo(reader, { column: "?", values: [room.id] })
  const changed = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM messages WHERE room_id = ? AND updated_at > ? AND updated_at > created_at
       AND seq <= ? AND ${visible.where}`,
    [room.id, since, last.seq, ...visible.values],
  )
  return made + (changed?.count ?? 0)
}

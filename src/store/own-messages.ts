import { setImmediate as nextTurn } from "node:timers/promises"
import type { Statements } from "./database.ts"
import { isSuperuserOf } from "./members.ts"
import { listMessages } from "./message-pages.ts"
import type { MessageRow } from "./messages.ts"

/** A room as one of its users reads it. */
export interface ReadableRoom {
  roomId: string
  lastMessageAt: number
  seesHidden: boolean
}

/** The active rooms of a user, those with the newest messages first. */
export async function listReadableRooms(db: Statements, clientId: string): Promise<ReadableRoom[]> {
  const rows = await db.all<{
    roomId: string
    lastMessageAt: number
    role: string | null
    ownerId: string | null
    managersJson: string
  }>(
    `SELECT rooms.id AS "roomId", last_message_at AS "lastMessageAt", role, owner_id AS "ownerId",
       managers_json AS "managersJson"
     FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE members.client_id = ? AND status = 1 AND last_seq > emptied_seq ORDER BY last_message_at DESC`,
    [clientId],
  )
  return rows.map(({ roomId, lastMessageAt, role, ownerId, managersJson }) => ({
    roomId,
    lastMessageAt,
    seesHidden: isSuperuserOf({ ownerId, managers: JSON.parse(managersJson) }, { clientId, role }),
  }))
}

/** After so many rooms others have their turn. */
const roomsAtOnce = 100

/** The newest messages over these rooms that a user sees. Rooms that hold nothing as new are not looked into. */
export async function listNewest(
  db: Statements,
  clientId: string,
  rooms: readonly ReadableRoom[],
  limit: number,
): Promise<MessageRow[]> {
  let newest: MessageRow[] = []
  for (const [i, { roomId, lastMessageAt, seesHidden }] of rooms.entries()) {
    const oldest = newest.length < limit ? undefined : newest.at(-1)?.createdAt
    if (oldest !== undefined && lastMessageAt <= oldest) break
    if (i % roomsAtOnce === roomsAtOnce - 1) await nextTurn()
    const found = await listMessages(db, {
      roomId,
      order: "createdAt",
      ascending: false,
      limit,
      after: oldest,
      reader: { clientId, seesHidden },
    })
    newest = [...newest, ...found].sort((a, b) => b.createdAt - a.createdAt || b.seq - a.seq).slice(0, limit)
  }
  return newest
}

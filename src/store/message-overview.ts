import type { Statements } from "./database.ts"
import { listMessages } from "./message-pages.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"

/** Messages of all rooms, hidden ones, too, newest first. */
export async function pageAllMessages(
  db: Statements,
  { skip, limit }: { skip: number; limit: number },
): Promise<MessageRow[]> {
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages ORDER BY messages.created_at DESC, messages.id DESC LIMIT ? OFFSET ?`,
    [limit, skip],
  )
  return stored.map(messageOf)
}

/** Messages of one room, hidden ones, too, newest first. @param before only what stands before this one. */
export const pageRoomMessages = (
  db: Statements,
  roomId: string,
  { before, limit }: { before?: MessageRow; limit: number },
): Promise<MessageRow[]> =>
  listMessages(db, {
    roomId,
    limit,
    order: "createdAt",
    ascending: false,
    reader: { clientId: null, seesHidden: true },
    ...(before ? { anchor: { message: before, side: "before", included: false } } : {}),
  })

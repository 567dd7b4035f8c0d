import { messageId } from "../lib/ids.ts"
import type { Statements } from "./database.ts"
import { advanceRoom, nextPlace, type Place } from "./rooms.ts"

/** A stored message. `content` holds the fields that senders give; times are ms since the epoch. */
export interface MessageRow {
  id: string
  roomId: string
  /** Its place in the room, counted from 1. */
  seq: number
  senderId: string
  messageType: string
  content: MessageContent
  createdAt: number
  updatedAt: number
  editedAt: number | null
  /** Shown to superusers only. */
  hidden: boolean
  pinned: boolean
  reactions: Reaction[]
  batchId: string | null
}

/** Any short text that a user put under a message. */
export interface Reaction {
  client: string
  reaction: string
}

/** What a sender gives and every reader gets back unchanged; `reply` is the id of the message replied to. */
export type MessageContent = {
  message?: unknown
  mentions?: string[]
  reply?: string
  [field: string]: unknown
}

export type StoredMessage = Omit<MessageRow, "content" | "hidden" | "pinned" | "reactions"> & {
  contentJson: string
  hidden: number
  pinned: number
  reactionsJson: string | null
}

export const messageColumns = `messages.id, room_id AS "roomId", seq, sender_id AS "senderId", message_type AS "messageType",
  content_json AS "contentJson", messages.created_at AS "createdAt", updated_at AS "updatedAt",
  edited_at AS "editedAt", messages.hidden, pinned, reactions_json AS "reactionsJson", batch_id AS "batchId"`

export const messageOf = ({ contentJson, reactionsJson, ...stored }: StoredMessage): MessageRow => ({
  ...stored,
  content: JSON.parse(contentJson),
  hidden: stored.hidden === 1,
  pinned: stored.pinned === 1,
  reactions: reactionsJson ? JSON.parse(reactionsJson) : [],
})

export interface NewMessage {
  /** Chosen by the client; absent, the server makes one. */
  id?: string
  roomId: string
  senderId: string
  messageType: string
  content: MessageContent
  /** The mass sending it belongs to. */
  batchId?: string
}

/** What became of a new message. Nothing was written where its chosen id is taken or its room is not there. */
export type Insertion =
  | { created: true; message: MessageRow; place: Place }
  | { created: false; message: MessageRow | undefined }

export async function insertMessage(tx: Statements, draft: NewMessage, now: number): Promise<Insertion> {
  if (draft.id) {
    const taken = await findMessage(tx, draft.id)
    if (taken) return { created: false, message: taken }
  }
  const place = await nextPlace(tx, draft.roomId, now)
  if (!place) return { created: false, message: undefined }
  const { seq, createdAt } = place
  const message: MessageRow = {
    ...draft,
    id: draft.id ?? messageId(createdAt, seq),
    seq,
    createdAt,
    updatedAt: createdAt,
    editedAt: null,
    hidden: false,
    pinned: false,
    reactions: [],
    batchId: draft.batchId ?? null,
  }
  const written = await tx.run(
    `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at, batch_id,
       stamp)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, stamp()) ON CONFLICT (id) DO NOTHING`,
    [
      message.id,
      message.roomId,
      seq,
      message.senderId,
      message.messageType,
      JSON.stringify(message.content),
      createdAt,
      createdAt,
      message.batchId,
    ],
  )
  // Somebody was quicker with the chosen id, in another process or for another room.
  if (written === 0) return { created: false, message: await findMessage(tx, message.id) }
  await advanceRoom(tx, message.roomId, place)
  await insertMentions(tx, message)
  return { created: true, message, place }
}

/** Only members can be told that they are mentioned. */
async function insertMentions(tx: Statements, { roomId, seq, content }: MessageRow): Promise<void> {
  if (!content.mentions?.length) return
  await tx.run(
    `INSERT INTO mentions (room_id, client_id, seq)
     SELECT room_id, client_id, CAST(? AS BIGINT) FROM members WHERE room_id = ? AND client_id = ANY(?)`,
    [seq, roomId, content.mentions],
  )
}

/** Any change of a message moves this time, even one in the same millisecond. Takes the present time twice. */
export const touched =
  "updated_at = CASE WHEN updated_at >= ? THEN updated_at + 1 ELSE ? END, stamp = stamp()"

/** Replaces type and content of a message. @returns undefined when it is gone or of another type by now. */
export async function updateMessage(
  tx: Statements,
  known: Pick<MessageRow, "id" | "messageType">,
  change: { messageType: string; content: MessageContent; editedAt: number | null },
  now: number,
): Promise<MessageRow | undefined> {
  const stored = await tx.get<StoredMessage>(
    `UPDATE messages SET message_type = ?, content_json = ?, edited_at = ?,
       pinned = CASE WHEN ? = 'recall' THEN 0 ELSE pinned END, ${touched}
     WHERE id = ? AND message_type = ? RETURNING ${messageColumns}`,
    [
      change.messageType,
      JSON.stringify(change.content),
      change.editedAt,
      change.messageType,
      now,
      now,
      known.id,
      known.messageType,
    ],
  )
  if (!stored) return undefined
  await tx.run("DELETE FROM mentions WHERE room_id = ? AND seq = ?", [stored.roomId, stored.seq])
  const message = messageOf(stored)
  await insertMentions(tx, message)
  return message
}

export async function findMessage(db: Statements, id: string): Promise<MessageRow | undefined> {
  const stored = await db.get<StoredMessage>(`SELECT ${messageColumns} FROM messages WHERE id = ?`, [id])
  return stored && messageOf(stored)
}

export async function listMessagesById(
  db: Statements,
  ids: readonly string[],
): Promise<Map<string, MessageRow>> {
  if (ids.length === 0) return new Map()
  const stored = await db.all<StoredMessage>(`SELECT ${messageColumns} FROM messages WHERE id = ANY(?)`, [
    ids,
  ])
  return new Map(stored.map(row => [row.id, messageOf(row)]))
}

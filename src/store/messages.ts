import { messageId } from "../lib/ids.ts"
import type { Statements, Value } from "./database.ts"
import { advanceRoom } from "./rooms.ts"
import { type MessageReader, visibleTo } from "./visibility.ts"

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
  | { created: true; message: MessageRow; roomStatus: 0 | 1 }
  | { created: false; message: MessageRow | undefined }

export async function insertMessage(tx: Statements, draft: NewMessage, now: number): Promise<Insertion> {
  if (draft.id) {
    const taken = await findMessage(tx, draft.id)
    if (taken) return { created: false, message: taken }
  }
  const place = await advanceRoom(tx, draft.roomId, now)
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
  await tx.run(
    `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at, batch_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
  await insertMentions(tx, message)
  return { created: true, message, roomStatus: place.status }
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

/** Replaces type and content of a message. @returns undefined when it is gone or of another type by now. */
export async function updateMessage(
  tx: Statements,
  known: Pick<MessageRow, "id" | "messageType">,
  change: { messageType: string; content: MessageContent; editedAt: number | null },
  now: number,
): Promise<MessageRow | undefined> {
  const stored = await tx.get<StoredMessage>(
    `UPDATE messages SET message_type = ?, content_json = ?, edited_at = ?,
       pinned = CASE WHEN ? = 'recall' THEN 0 ELSE pinned END,
       updated_at = CASE WHEN updated_at >= ? THEN updated_at + 1 ELSE ? END
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

/** Fields that order a page. With `createdAt` the order is the room's sequence. */
export type MessageOrder = "createdAt" | "updatedAt"

export interface MessagePageQuery {
  roomId: string
  order: MessageOrder
  ascending: boolean
  limit: number
  /** Only what stands on this side of the anchor. */
  anchor?: { message: MessageRow; side: "before" | "after"; included: boolean }
  /** Only messages whose ordering field is later, ms since the epoch. */
  after?: number
  messageTypes?: string[]
  senderIds?: string[]
  /** Only what this reader may see. */
  reader: MessageReader
}

export async function listMessages(db: Statements, query: MessagePageQuery): Promise<MessageRow[]> {
  const direction = query.ascending ? "ASC" : "DESC"
  const stored: StoredMessage[] = []
  for (const { where, values, order } of streamsOf(query)) {
    const sql = `SELECT ${messageColumns} FROM messages WHERE ${where}
      ORDER BY ${order} ${direction}, seq ${direction} LIMIT ?`
    stored.push(...(await db.all<StoredMessage>(sql, [...values, query.limit])))
  }
  if (query.order === "updatedAt") {
    const sign = query.ascending ? 1 : -1
    stored.sort((a, b) => sign * (a.updatedAt - b.updatedAt || a.seq - b.seq))
  }
  return stored.slice(0, query.limit).map(messageOf)
}

/** Counts what a filter lets through, anchors aside. */
export async function countMessages(db: Statements, query: MessagePageQuery): Promise<number> {
  let count = 0
  for (const { where, values } of streamsOf({ ...query, anchor: undefined })) {
    const row = await db.get<{ count: number }>(
      `SELECT COUNT(*) AS count FROM messages WHERE ${where}`,
      values,
    )
    count += row?.count ?? 0
  }
  return count
}

interface Stream {
  where: string
  values: Value[]
  order: "created_at" | "updated_at"
}

/**
 * By creation there is one stream of messages. By change there are two, each with an index of its own: those that never
 * changed, whose last change is their creation, and those that did.
 */
function streamsOf(query: MessagePageQuery): Stream[] {
  if (query.order === "createdAt") return [streamOf(query, "created_at", [])]
  return [
    streamOf(query, "created_at", ["updated_at = created_at"]),
    streamOf(query, "updated_at", ["updated_at > created_at"]),
  ]
}

function streamOf(query: MessagePageQuery, order: Stream["order"], kind: string[]): Stream {
  const where = ["room_id = ?", ...kind]
  const values: Value[] = [query.roomId]
  const add = (condition: string, ...given: Value[]) => {
    where.push(condition)
    values.push(...given)
  }
  if (query.after !== undefined) add(`${order} > ?`, query.after)
  if (query.anchor) {
    const { message, side, included } = query.anchor
    const comparison = (side === "before" ? "<" : ">") + (included ? "=" : "")
    const time = query.order === "createdAt" ? message.createdAt : message.updatedAt
    add(`(${order}, seq) ${comparison} (?, ?)`, time, message.seq)
  }
  const visible = visibleTo(query.reader, { column: "?", values: [query.roomId] })
  // The anchor opens its page even if the reader deleted it (contract: decided.md 10).
  if (query.anchor?.included)
    add(`((${visible.where}) OR seq = ?)`, ...visible.values, query.anchor.message.seq)
  else add(visible.where, ...visible.values)
  if (query.messageTypes) add("message_type = ANY(?)", query.messageTypes)
  if (query.senderIds) add("sender_id = ANY(?)", query.senderIds)
  return { where: where.join(" AND "), values, order }
}

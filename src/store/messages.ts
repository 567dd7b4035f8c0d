import { messageId } from "../lib/ids.ts"
import type { Statements, Value } from "./database.ts"
import { advanceRoom } from "./rooms.ts"

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
}

/** What a sender gives and every reader gets back unchanged; `reply` is the id of the message replied to. */
export type MessageContent = {
  message?: unknown
  mentions?: string[]
  reply?: string
  [field: string]: unknown
}

type Stored = Omit<MessageRow, "content"> & { contentJson: string }

const columns = `messages.id, room_id AS "roomId", seq, sender_id AS "senderId", message_type AS "messageType",
  content_json AS "contentJson", messages.created_at AS "createdAt", updated_at AS "updatedAt",
  edited_at AS "editedAt"`

const rowOf = ({ contentJson, ...stored }: Stored): MessageRow => ({
  ...stored,
  content: JSON.parse(contentJson),
})

export interface NewMessage {
  /** Chosen by the client; absent, the server makes one. */
  id?: string
  roomId: string
  senderId: string
  messageType: string
  content: MessageContent
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
  }
  await tx.run(
    `INSERT INTO messages (id, room_id, seq, sender_id, message_type, content_json, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      message.id,
      message.roomId,
      seq,
      message.senderId,
      message.messageType,
      JSON.stringify(message.content),
      createdAt,
      createdAt,
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
  const stored = await tx.get<Stored>(
    `UPDATE messages SET message_type = ?, content_json = ?, edited_at = ?,
       updated_at = CASE WHEN updated_at >= ? THEN updated_at + 1 ELSE ? END
     WHERE id = ? AND message_type = ? RETURNING ${columns}`,
    [
      change.messageType,
      JSON.stringify(change.content),
      change.editedAt,
      now,
      now,
      known.id,
      known.messageType,
    ],
  )
  if (!stored) return undefined
  await tx.run("DELETE FROM mentions WHERE room_id = ? AND seq = ?", [stored.roomId, stored.seq])
  const message = rowOf(stored)
  await insertMentions(tx, message)
  return message
}

export async function findMessage(db: Statements, id: string): Promise<MessageRow | undefined> {
  const stored = await db.get<Stored>(`SELECT ${columns} FROM messages WHERE id = ?`, [id])
  return stored && rowOf(stored)
}

export async function listMessagesById(
  db: Statements,
  ids: readonly string[],
): Promise<Map<string, MessageRow>> {
  if (ids.length === 0) return new Map()
  const stored = await db.all<Stored>(`SELECT ${columns} FROM messages WHERE id = ANY(?)`, [ids])
  return new Map(stored.map(row => [row.id, rowOf(row)]))
}

/** The newest message of each room, by room id; rooms without messages are left out. */
export async function listLastMessages(
  db: Statements,
  rooms: readonly { id: string; lastSeq: number }[],
): Promise<Map<string, MessageRow>> {
  const found = new Map<string, MessageRow>()
  const ids = rooms.filter(room => room.lastSeq > 0).map(room => room.id)
  if (ids.length === 0) return found
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM rooms JOIN messages ON messages.room_id = rooms.id
       AND messages.created_at = rooms.last_message_at AND messages.seq = rooms.last_seq
     WHERE rooms.id = ANY(?)`,
    [ids],
  )
  for (const row of stored) found.set(row.roomId, rowOf(row))
  return found
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
}

export async function listMessages(db: Statements, query: MessagePageQuery): Promise<MessageRow[]> {
  const direction = query.ascending ? "ASC" : "DESC"
  const stored: Stored[] = []
  for (const { where, values, order } of streamsOf(query)) {
    const sql = `SELECT ${columns} FROM messages WHERE ${where}
      ORDER BY ${order} ${direction}, seq ${direction} LIMIT ?`
    stored.push(...(await db.all<Stored>(sql, [...values, query.limit])))
  }
  if (query.order === "updatedAt") {
    const sign = query.ascending ? 1 : -1
    stored.sort((a, b) => sign * (a.updatedAt - b.updatedAt || a.seq - b.seq))
  }
  return stored.slice(0, query.limit).map(rowOf)
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
  if (query.messageTypes) add("message_type = ANY(?)", query.messageTypes)
  if (query.senderIds) add("sender_id = ANY(?)", query.senderIds)
  return { where: where.join(" AND "), values, order }
}

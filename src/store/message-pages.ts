import type { Statements, Value } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"
import { type Condition, deletedBy, type MessageReader, visibleTo } from "./visibility.ts"

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
  const anchor = includedAnchor(query)
  const beside = anchor ? { ...query, anchor: { ...anchor, included: false } } : query
  const streams = streamsOf(beside, visibleIn(query))
  const others = (await listStreams<StoredMessage>(db, messageColumns, query, streams)).map(messageOf)
  if (!anchor) return others
  const opens = (anchor.side === "after") === query.ascending
  const page = opens ? [anchor.message, ...others] : [...others, anchor.message]
  return page.slice(0, query.limit)
}

/** The anchor belongs to its page even if the reader cannot see it (contract: decided.md 10). */
function includedAnchor({ anchor, order, after }: MessagePageQuery): MessagePageQuery["anchor"] {
  if (!anchor?.included) return
  return after !== undefined && anchor.message[order] <= after ? undefined : anchor
}

/** Counts what a filter lets through, anchors aside. */
export async function countMessages(db: Statements, query: MessagePageQuery): Promise<number> {
  let count = 0
  for (const { where, values } of streamsOf({ ...query, anchor: undefined }, visibleIn(query))) {
    const row = await db.get<{ count: number }>(
      `SELECT COUNT(*) AS count FROM messages WHERE ${where}`,
      values,
    )
    count += row?.count ?? 0
  }
  return count
}

const visibleIn = ({ reader, roomId }: MessagePageQuery) =>
  visibleTo(reader, { column: "?", values: [roomId] })

/** A page names at most so many deletions. */
const mostDeletions = 1000

/**
 * Ids of what the reader deleted for themselves in the span of a page, in its order: from where it begins to its last
 * message or, if it is not full, to the end.
 */
export async function listDeletedInSpan(
  db: Statements,
  query: MessagePageQuery,
  page: readonly MessageRow[],
): Promise<string[]> {
  const deleted = await deletedBy(db, query.reader, query.roomId)
  const last = page.length < query.limit ? undefined : page.at(-1)
  // Going down, the last message is a nearer bound than the time that all are later than.
  const span = last && !query.ascending ? { ...query, after: undefined } : query
  const streams = deleted.flatMap(condition => streamsOf(span, condition, last))
  const columns = 'id, seq, updated_at AS "updatedAt"'
  const rows = await listStreams<Placed & { id: string }>(
    db,
    columns,
    { ...query, limit: mostDeletions },
    streams,
  )
  return rows.map(row => row.id)
}

/** What streams are merged by. */
type Placed = Pick<MessageRow, "seq" | "updatedAt">

async function listStreams<Row extends Placed>(
  db: Statements,
  columns: string,
  { order, ascending, limit }: MessagePageQuery,
  streams: Stream[],
): Promise<Row[]> {
  const direction = ascending ? "ASC" : "DESC"
  const rows: Row[] = []
  for (const { where, values, column } of streams) {
    const sql = `SELECT ${columns} FROM messages WHERE ${where}
      ORDER BY ${column} ${direction}, seq ${direction} LIMIT ?`
    rows.push(...(await db.all<Row>(sql, [...values, limit])))
  }
  if (streams.length < 2) return rows
  const sign = ascending ? 1 : -1
  const later = (a: Row, b: Row) => (order === "updatedAt" ? a.updatedAt - b.updatedAt : 0) || a.seq - b.seq
  return rows.sort((a, b) => sign * later(a, b)).slice(0, limit)
}

interface Stream extends Condition {
  column: "created_at" | "updated_at"
}

/**
 * By creation there is one stream of messages. By change there are two, each with an index of its own: those that never
 * changed, whose last change is their creation, and those that did.
 */
function streamsOf(query: MessagePageQuery, which: Condition, last?: MessageRow): Stream[] {
  if (query.order === "createdAt") return [streamOf(query, "created_at", [], which, last)]
  return [
    streamOf(query, "created_at", ["updated_at = created_at"], which, last),
    streamOf(query, "updated_at", ["updated_at > created_at"], which, last),
  ]
}

/** @param last where the stream ends. */
function streamOf(
  query: MessagePageQuery,
  column: Stream["column"],
  kind: string[],
  which: Condition,
  last?: MessageRow,
): Stream {
  const where = ["room_id = ?", ...kind]
  const values: Value[] = [query.roomId]
  const add = (condition: string, ...given: readonly Value[]) => {
    where.push(condition)
    values.push(...given)
  }
  const stands = (comparison: string, message: MessageRow) =>
    add(`(${column}, seq) ${comparison} (?, ?)`, message[query.order], message.seq)
  if (query.after !== undefined) add(`${column} > ?`, query.after)
  if (query.anchor) {
    const { message, side, included } = query.anchor
    stands((side === "before" ? "<" : ">") + (included ? "=" : ""), message)
  }
  if (last) stands(query.ascending ? "<=" : ">=", last)
  add(which.where, ...which.values)
  if (query.messageTypes) add("message_type = ANY(?)", query.messageTypes)
  if (query.senderIds) add("sender_id = ANY(?)", query.senderIds)
  return { where: where.join(" AND "), values, column }
}

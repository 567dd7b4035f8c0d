import { setImmediate as nextTurn } from "node:timers/promises"
import { gramsOf, type Needed } from "../lib/grams.ts"
import { sha256 } from "../lib/ids.ts"
import type { Database, Statements } from "./database.ts"
import { type MessageRow, messageColumns, messageOf, type StoredMessage } from "./messages.ts"
import { postgresIndex } from "./search-postgres.ts"
import { sqliteIndex } from "./search-sqlite.ts"
import { visibleTo } from "./visibility.ts"

/** A message as the index knows it. A later version, which is the time of its last change, takes the place of an earlier. */
export interface SearchDocument {
  messageId: string
  roomId: string
  version: number
  /** Words without spaces: what the document is found by. */
  terms: string[]
}

/** Terms that a document must have, all of them; one that begins with `prefix`; one of `anyOf`. */
export interface TermQuery {
  allOf: string[]
  prefix: string | null
  /** Empty is no condition. */
  anyOf: string[]
}

/** A document that a query found. The later a message was indexed, the greater its place. */
export interface Found {
  place: number
  messageId: string
  roomId: string
}

/** What one engine does its own way (docs/decisions/0009). */
export interface SearchIndex {
  put: (tx: Statements, documents: readonly SearchDocument[]) => Promise<void>
  remove: (tx: Statements, messageIds: readonly string[]) => Promise<void>
  /** Work that was put off to be done for many documents at once, not in anybody's transaction. */
  tidy: (db: Statements) => Promise<void>
  /** Documents that a query finds, newest first, in batches; documents of other rooms may be among them. */
  walk: (db: Statements, query: TermQuery, roomIds: readonly string[] | null) => AsyncGenerator<Found[]>
}

export const searchIndexOf = (db: Pick<Database, "engine">): SearchIndex =>
  db.engine === "sqlite" ? sqliteIndex : postgresIndex

/** Terms that no gram equals: they are longer. */
const roomTerm = (roomId: string) => `room:${sha256(roomId).slice(0, 16)}`
const fileTerm = "kind:file"

/** @param folded what `fold` makes of the message's text and of the names of its file. */
export const documentOf = (
  message: Pick<MessageRow, "id" | "roomId" | "updatedAt">,
  folded: string,
  isFile: boolean,
): SearchDocument => ({
  messageId: message.id,
  roomId: message.roomId,
  version: message.updatedAt,
  terms: [...gramsOf(folded), roomTerm(message.roomId), ...(isFile ? [fileTerm] : [])],
})

/** What is asked of the index: documents of these rooms that hold all grams of a phrase, though perhaps not the phrase. */
export interface SearchQuery extends Needed {
  /** Null is all rooms. */
  roomIds: ReadonlySet<string> | null
  filesOnly: boolean
}

/** More grams than these hardly rule out any more documents. */
const mostGrams = 32

/** More rooms than these are sorted out after the index was asked: each one costs it a look. */
const mostRooms = 300

/** Candidates that are looked at together. */
const batch = 100

/** Candidates, newest first, in batches. Each batch leaves the thread to others. */
export async function* listCandidates(db: Database, query: SearchQuery): AsyncGenerator<Found[]> {
  const roomIds = query.roomIds && [...query.roomIds]
  const terms: TermQuery = {
    allOf: [...query.grams.slice(0, mostGrams), ...(query.filesOnly ? [fileTerm] : [])],
    prefix: query.prefix,
    anyOf: !roomIds || roomIds.length > mostRooms ? [] : roomIds.map(roomTerm),
  }
  for await (const found of searchIndexOf(db).walk(db, terms, roomIds)) {
    const own = found.filter(({ roomId }) => query.roomIds?.has(roomId) ?? true)
    for (let from = 0; from < own.length; from += batch) yield own.slice(from, from + batch)
    await nextTurn()
  }
}

/** Those of the messages that a member sees, by id. */
export async function listSeen(
  db: Statements,
  ids: readonly string[],
  clientId: string,
): Promise<Map<string, MessageRow>> {
  if (ids.length === 0) return new Map()
  const reader = { clientId, seesHidden: false }
  const { where, values } = visibleTo(reader, { column: "messages.room_id", values: [] })
  const stored = await db.all<StoredMessage>(
    `SELECT ${messageColumns} FROM messages WHERE messages.id = ANY(?) AND ${where}`,
    [ids, ...values],
  )
  return new Map(stored.map(row => [row.id, messageOf(row)]))
}

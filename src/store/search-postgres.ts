import type { Statements } from "./database.ts"
import type { Found, SearchIndex, TermQuery } from "./search.ts"

const quote = (term: string) => `'${term.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`

/** The query as the text of a tsquery. */
function tsqueryOf({ allOf, prefix, anyOf }: TermQuery): string {
  const parts = allOf.map(quote)
  if (prefix !== null) parts.push(`${quote(prefix)}:*`)
  if (anyOf.length > 0) parts.push(`(${anyOf.map(quote).join(" | ")})`)
  return parts.join(" & ")
}

/** So many of the newest documents are read first, then eight times as many, and again. */
const firstSpan = 4_000
const longestSpan = 256_000

/** Terms are frequent that more of the documents have; of rarer ones the index gathers all places soon enough. */
const frequent = 0.01

/** A GIN index over a tsvector. It finds all documents at once but knows no order. */
export const postgresIndex: SearchIndex = {
  put: async (tx, documents) => {
    const rows = documents.map(({ terms, ...document }) => ({ ...document, terms: terms.join(" ") }))
    await tx.run(
      `INSERT INTO search_docs (message_id, room_id, version, terms)
       SELECT "messageId", "roomId", version, array_to_tsvector(string_to_array(terms, ' '))
       FROM json_to_recordset(CAST(? AS json)) AS d("messageId" text, "roomId" text, version bigint, terms text)
       ON CONFLICT (message_id) DO UPDATE
         SET room_id = excluded.room_id, version = excluded.version, terms = excluded.terms
       WHERE search_docs.version < excluded.version`,
      [JSON.stringify(rows)],
    )
  },

  remove: async (tx, messageIds) => {
    await tx.run("DELETE FROM search_docs WHERE message_id = ANY(?)", [messageIds])
  },

  // Otherwise whoever fills the list of new entries would have to merge it, in a transaction that senders share.
  tidy: async db => {
    await db.get("SELECT gin_clean_pending_list('search_terms') AS pages")
  },

  walk: async function* (db, query, roomIds) {
    let before = 1 + (await newestPlace(db))
    for (let span = firstSpan, dense = true; dense && before > span; span = Math.min(8 * span, longestSpan)) {
      const found = await readNewest(db, query, before - span, before)
      yield found
      dense = found.length > frequent * span
      before -= span
    }
    for (let limit = 1_000, full = true; full; limit *= 10) {
      const found = await askIndex(db, query, before, roomIds, limit)
      yield found
      full = found.length === limit
      before = found.at(-1)?.place ?? 0
    }
  },
}

async function newestPlace(db: Statements): Promise<number> {
  return (await db.get<{ place: number | null }>("SELECT MAX(place) AS place FROM search_docs"))?.place ?? 0
}

const columns = 'place, message_id AS "messageId", room_id AS "roomId"'

/** Documents of a span, read one by one: `OFFSET 0` keeps the planner from asking the index. */
const readNewest = (db: Statements, query: TermQuery, from: number, before: number) =>
  db.all<Found>(
    `SELECT ${columns} FROM (SELECT * FROM search_docs WHERE place >= ? AND place < ? OFFSET 0) AS newest
     WHERE terms @@ CAST(? AS tsquery) ORDER BY place DESC`,
    [from, before, tsqueryOf(query)],
  )

const askIndex = (
  db: Statements,
  query: TermQuery,
  before: number,
  roomIds: readonly string[] | null,
  limit: number,
) =>
  db.all<Found>(
    `WITH found AS MATERIALIZED (SELECT place, message_id, room_id FROM search_docs
       WHERE place < ? AND terms @@ CAST(? AS tsquery))
     SELECT ${columns} FROM found ${roomIds ? "WHERE room_id = ANY(?)" : ""} ORDER BY place DESC LIMIT ?`,
    [before, tsqueryOf(query), ...(roomIds ? [roomIds] : []), limit],
  )

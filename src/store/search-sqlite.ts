import type { Found, SearchIndex, TermQuery } from "./search.ts"

/** Pages of the index that are merged after each batch: the engine's own merging would hold up a sender for tens of ms. */
const pagesAtOnce = 16

const quote = (term: string) => `"${term.replaceAll('"', '""')}"`

/** The query in FTS5's words. */
function matchOf({ allOf, prefix, anyOf }: TermQuery): string {
  const parts = allOf.map(quote)
  if (prefix !== null) parts.push(`${quote(prefix)} *`)
  if (anyOf.length > 0) parts.push(`(${anyOf.map(quote).join(" OR ")})`)
  return parts.join(" AND ")
}

/** FTS5 without contents, positions and ranking: lists of places for each term. */
export const sqliteIndex: SearchIndex = {
  put: async (tx, documents) => {
    const written: { place: number; terms: string[] }[] = []
    for (const { messageId, roomId, version, terms } of documents) {
      const row = await tx.get<{ place: number }>(
        `INSERT INTO search_docs (message_id, room_id, version) VALUES (?, ?, ?)
         ON CONFLICT (message_id) DO UPDATE SET room_id = excluded.room_id, version = excluded.version
         WHERE search_docs.version < excluded.version RETURNING place`,
        [messageId, roomId, version],
      )
      if (row) written.push({ ...row, terms })
    }
    // Only now: with other statements in between, the engine would write out each document by itself.
    for (const { place, terms } of written) {
      const values = [place, terms.join(" ")]
      await tx.run("INSERT OR REPLACE INTO search_terms (rowid, terms) VALUES (?, ?)", values)
    }
    await tx.run("INSERT INTO search_terms (search_terms, rank) VALUES ('merge', CAST(? AS INTEGER))", [
      pagesAtOnce,
    ])
  },

  remove: async (tx, messageIds) => {
    const gone = await tx.all<{ place: number }>(
      "DELETE FROM search_docs WHERE message_id = ANY(?) RETURNING place",
      [messageIds],
    )
    for (const { place } of gone) await tx.run("DELETE FROM search_terms WHERE rowid = ?", [place])
  },

  tidy: async () => {},

  // The lists are walked from the newest place on, so frequent terms cost no more than rare ones.
  walk: async function* (db, query) {
    let before = Number.MAX_SAFE_INTEGER
    for (let limit = 50, full = true; full; limit = Math.min(4 * limit, 2_000)) {
      const found = await db.all<Found>(
        `SELECT place, message_id AS "messageId", room_id AS "roomId"
         FROM (SELECT rowid AS found FROM search_terms
               WHERE search_terms MATCH ? AND rowid < CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?)
         JOIN search_docs ON place = found ORDER BY found DESC`,
        [matchOf(query), before, limit],
      )
      yield found
      full = found.length === limit
      before = found.at(-1)?.place ?? 0
    }
  },
}

import type { Statements } from "./database.ts"

/** What happened on one day, UTC. */
export interface DayStats {
  /** Like 2026-11-21. */
  day: string
  messages: number
  /** Users who signed in or sent. */
  activeClients: number
  newClients: number
  newRooms: number
  pushesSent: number
  pushesFailed: number
  /** Pushes that nobody needed any more. */
  pushesSuppressed: number
}

/** From an instant on and before another, ms since the epoch. */
export interface Span {
  from: number
  to: number
}

const columns = `day, messages, active_clients AS "activeClients", new_clients AS "newClients", new_rooms AS "newRooms",
  pushes_sent AS "pushesSent", pushes_failed AS "pushesFailed", pushes_suppressed AS "pushesSuppressed"`

/** Days that were counted, the oldest first. @param since the first day that counts. */
export const listDays = (db: Statements, since: string) =>
  db.all<DayStats>(`SELECT ${columns} FROM daily_stats WHERE day >= ? ORDER BY day`, [since])

/** Keeps a day for good; who counted it first wins. */
export async function insertDay(tx: Statements, stats: DayStats): Promise<void> {
  await tx.run(
    `INSERT INTO daily_stats (day, messages, active_clients, new_clients, new_rooms, pushes_sent, pushes_failed,
       pushes_suppressed) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day) DO NOTHING`,
    [
      ...[stats.day, stats.messages, stats.activeClients, stats.newClients, stats.newRooms],
      ...[stats.pushesSent, stats.pushesFailed, stats.pushesSuppressed],
    ],
  )
}

/** Where the reading of a span goes on: behind this message. */
export interface SentPlace {
  createdAt: number
  id: string
}

/** Who sent the messages of a span, one for each message, in the order of time; some of them. */
export const pageSenders = (
  db: Statements,
  { to }: Span,
  after: SentPlace,
  limit: number,
): (SentPlace & { senderId: string })[] | Promise<(SentPlace & { senderId: string })[]> =>
  db.all<SentPlace & { senderId: string }>(
    `SELECT created_at AS "createdAt", id, sender_id AS "senderId" FROM messages
     WHERE (created_at, id) > (?, ?) AND created_at < ? ORDER BY created_at, id LIMIT ?`,
    [after.createdAt, after.id, to, limit],
  )

/** How many users and groups, or rooms, were made in a span. */
export async function countMade(
  db: Statements,
  table: "clients" | "rooms",
  { from, to }: Span,
): Promise<number> {
  const row = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM ${table} WHERE created_at >= ? AND created_at < ?`,
    [from, to],
  )
  return row?.count ?? 0
}

/** How many pushes of this server ended in a span, by outcome. */
export async function countPushes(
  db: Statements,
  { from, to }: Span,
  outcomes: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) {
    const row = await db.get<{ count: number }>(
      `SELECT COUNT(*) AS count FROM settlements
       WHERE kind = 'push' AND outcome = ? AND settled_at >= ? AND settled_at < ?`,
      [outcome, from, to],
    )
    counts.set(outcome, row?.count ?? 0)
  }
  return counts
}

import type { Statements } from "./database.ts"

/** Something that is still to go out: a row of the outbox, or a sending. */
export interface QueuedRow {
  id: string
  kind: string
  state: "waiting" | "retrying" | "held" | "trying"
  attempts: number
  /** Ms since the epoch; absent where it is as soon as possible. */
  nextAttemptAt?: number
  roomId: string
  messageId: string
  clientId: string
  deviceType: string
  deviceId: string
}

type Stored = Omit<QueuedRow, "nextAttemptAt"> & { dueAt: number }

const state = `CASE WHEN claimed = 1 THEN 'trying' WHEN held = 1 THEN 'held' WHEN attempts > 0 THEN 'retrying'
  ELSE 'waiting' END`

/** How many there are of each kind in each state. */
export async function countQueued(
  db: Statements,
): Promise<{ kind: string; state: QueuedRow["state"]; count: number }[]> {
  const rows = await db.all<{ kind: string; state: QueuedRow["state"]; count: number }>(
    `SELECT kind, 'waiting' AS state, COUNT(*) AS count FROM outbox GROUP BY kind
     UNION ALL SELECT kind, ${state} AS state, COUNT(*) AS count FROM sendings GROUP BY kind, ${state}`,
  )
  const sums = Map.groupBy(rows, row => `${row.kind} ${row.state}`).values()
  return [...sums].map(([first, ...more]) => ({
    kind: first?.kind ?? "",
    state: first?.state ?? "waiting",
    count: [first, ...more].reduce((sum, row) => sum + (row?.count ?? 0), 0),
  }))
}

/** What waits longest, of the outbox and of the sendings. */
export async function listQueued(db: Statements, limit: number): Promise<QueuedRow[]> {
  const queued = await db.all<Stored>(
    `SELECT id, kind, 'waiting' AS state, 0 AS attempts, 0 AS "dueAt", room_id AS "roomId", message_id AS "messageId",
       '' AS "clientId", '' AS "deviceType", '' AS "deviceId" FROM outbox ORDER BY id LIMIT ?`,
    [limit],
  )
  const sendings = await db.all<Stored>(
    `SELECT id, kind, ${state} AS state, attempts, due_at AS "dueAt", room_id AS "roomId",
       message_id AS "messageId", client_id AS "clientId", device_type AS "deviceType", device_id AS "deviceId"
     FROM sendings ORDER BY id LIMIT ?`,
    [limit],
  )
  return [...queued, ...sendings]
    .slice(0, limit)
    .map(({ dueAt, ...row }) => ({ ...row, ...(dueAt > 0 ? { nextAttemptAt: dueAt } : {}) }))
}

/** Has a sending tried as soon as possible. @returns false when there is none, or it is being tried. */
export async function hastenSending(tx: Statements, id: string): Promise<boolean> {
  return (await tx.run("UPDATE sendings SET due_at = 0 WHERE id = ? AND claimed = 0", [id])) === 1
}

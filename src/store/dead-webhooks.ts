import type { Statements } from "./database.ts"

/** A call of a room's webhook that was given up; `body` is what was sent, each time the same. */
export interface DeadWebhook {
  id: string
  roomId: string
  body: string
  attempts: number
  /** Why the last try failed. */
  reason: string | null
  createdAt: number
  diedAt: number
}

type Stored = Omit<DeadWebhook, "body"> & { jobJson: string }

const columns = `id, room_id AS "roomId", job_json AS "jobJson", attempts, reason, created_at AS "createdAt",
  settled_at AS "diedAt"`
const isDead = "kind = 'webhook' AND outcome = 'dead'"

const rowOf = ({ jobJson, ...stored }: Stored): DeadWebhook => ({
  ...stored,
  body: JSON.parse(jobJson).body,
})

export async function countDeadWebhooks(db: Statements): Promise<number> {
  const row = await db.get<{ count: number }>(`SELECT COUNT(*) AS count FROM settlements WHERE ${isDead}`)
  return row?.count ?? 0
}

/** A page of them, last given up first. */
export async function pageDeadWebhooks(
  db: Statements,
  { skip, limit }: { skip: number; limit: number },
): Promise<DeadWebhook[]> {
  const stored = await db.all<Stored>(
    `SELECT ${columns} FROM settlements WHERE ${isDead} ORDER BY settled_at DESC, id DESC LIMIT ? OFFSET ?`,
    [limit, skip],
  )
  return stored.map(rowOf)
}

/** Takes one out of the record. */
export async function takeDeadWebhook(tx: Statements, id: string): Promise<DeadWebhook | undefined> {
  const stored = await tx.get<Stored>(
    `DELETE FROM settlements WHERE id = ? AND ${isDead} RETURNING ${columns}`,
    [id],
  )
  return stored && rowOf(stored)
}

/** Ids of some, the longest given up first. @param before ms since the epoch, included. */
export async function listDeadIds(
  db: Statements,
  { roomId, before }: { roomId?: string; before: number },
  limit: number,
): Promise<string[]> {
  const ofRoom = roomId === undefined ? "" : " AND room_id = ?"
  const rows = await db.all<{ id: string }>(
    `SELECT id FROM settlements WHERE ${isDead} AND settled_at <= ?${ofRoom} ORDER BY settled_at, id LIMIT ?`,
    [before, ...(roomId === undefined ? [] : [roomId]), limit],
  )
  return rows.map(row => row.id)
}

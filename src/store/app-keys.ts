import type { Statements } from "./database.ts"

export type KeyKind = "apiKey" | "clientKey"

/** A key that took the place of the one the server was started with. Times in ms since the epoch. */
export interface AppKeyRow {
  kind: KeyKind
  value: string
  createdAt: number
  /** What it replaced, good until an instant; null when nothing but `value` is good. */
  previous: string | null
  previousUntil: number
}

const columns = `kind, value, created_at AS "createdAt", previous, previous_until AS "previousUntil"`

export const listAppKeys = (db: Statements) => db.all<AppKeyRow>(`SELECT ${columns} FROM app_keys`)

export const findAppKey = (db: Statements, kind: KeyKind) =>
  db.get<AppKeyRow>(`SELECT ${columns} FROM app_keys WHERE kind = ?`, [kind])

export async function putAppKey(tx: Statements, row: AppKeyRow): Promise<void> {
  await tx.run(
    `INSERT INTO app_keys (kind, value, created_at, previous, previous_until) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind) DO UPDATE SET value = excluded.value, created_at = excluded.created_at,
       previous = excluded.previous, previous_until = excluded.previous_until`,
    [row.kind, row.value, row.createdAt, row.previous, row.previousUntil],
  )
}

/** @returns false when no previous key was there. */
export async function forgetPreviousKey(tx: Statements, kind: KeyKind): Promise<boolean> {
  const forgotten = await tx.run(
    "UPDATE app_keys SET previous = NULL, previous_until = 0 WHERE kind = ? AND previous IS NOT NULL",
    [kind],
  )
  return forgotten === 1
}

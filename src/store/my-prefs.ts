import type { Statements } from "./database.ts"
import { stampClients } from "./stamps.ts"

/** A personal preference: any JSON value under a name. */
export interface MyPref {
  key: string
  data: unknown
}

type Stored = { key: string; json: string }

const prefOf = ({ key, json }: Stored): MyPref => ({ key, data: JSON.parse(json) })

export async function listMyPrefs(db: Statements, clientId: string): Promise<MyPref[]> {
  const stored = await db.all<Stored>(
    `SELECT name AS "key", value_json AS "json" FROM my_prefs WHERE client_id = ? ORDER BY name`,
    [clientId],
  )
  return stored.map(prefOf)
}

export async function findMyPref(db: Statements, clientId: string, key: string): Promise<MyPref | undefined> {
  const stored = await db.get<Stored>(
    `SELECT name AS "key", value_json AS "json" FROM my_prefs WHERE client_id = ? AND name = ?`,
    [clientId, key],
  )
  return stored && prefOf(stored)
}

/** Stores a value in place of the former one. @returns false when it would be one key too many; nothing is written then. */
export async function upsertMyPref(
  tx: Statements,
  clientId: string,
  { key, json }: { key: string; json: string },
  mostKeys: number,
): Promise<boolean> {
  const others = await tx.get<{ count: number }>(
    "SELECT COUNT(*) AS count FROM my_prefs WHERE client_id = ? AND name <> ?",
    [clientId, key],
  )
  if ((others?.count ?? 0) >= mostKeys) return false
  await tx.run(
    `INSERT INTO my_prefs (client_id, name, value_json) VALUES (?, ?, ?)
     ON CONFLICT (client_id, name) DO UPDATE SET value_json = excluded.value_json`,
    [clientId, key, json],
  )
  await stampClients(tx, "prefs", [clientId])
  return true
}

/** @returns false when there was none. */
export async function deleteMyPref(tx: Statements, clientId: string, key: string): Promise<boolean> {
  await stampClients(tx, "prefs", [clientId])
  return (await tx.run("DELETE FROM my_prefs WHERE client_id = ? AND name = ?", [clientId, key])) > 0
}

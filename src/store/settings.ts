import type { Statements } from "./database.ts"

/** The run-time settings that `/config` shows: name → any JSON value. */
export async function listSettings(db: Statements): Promise<Record<string, unknown>> {
  const rows = await db.all<{ name: string; json: string }>(
    "SELECT name, value_json AS json FROM settings ORDER BY name",
  )
  return Object.fromEntries(rows.map(row => [row.name, JSON.parse(row.json)]))
}

export async function findSetting(db: Statements, name: string): Promise<unknown> {
  const row = await db.get<{ json: string }>("SELECT value_json AS json FROM settings WHERE name = ?", [name])
  return row && JSON.parse(row.json)
}

export async function upsertSetting(tx: Statements, name: string, value: unknown): Promise<void> {
  await tx.run(
    `INSERT INTO settings (name, value_json) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json`,
    [name, JSON.stringify(value)],
  )
}

/** @returns false when there was none. */
export async function deleteSetting(tx: Statements, name: string): Promise<boolean> {
  return (await tx.run("DELETE FROM settings WHERE name = ?", [name])) > 0
}

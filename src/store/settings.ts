import type { Statements } from "./database.ts"

/** The run-time settings that `/config` shows: name → any JSON value. */
export async function listSettings(db: Statements): Promise<Record<string, unknown>> {
  const rows = await db.all<{ name: string; json: string }>(
    "SELECT name, value_json AS json FROM settings ORDER BY name",
  )
  return Object.fromEntries(rows.map(row => [row.name, JSON.parse(row.json)]))
}

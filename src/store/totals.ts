import type { Statements } from "./database.ts"

/** How much there is of everything. */
export interface Totals {
  clients: number
  rooms: number
  messages: number
  devices: number
}

/** Messages are counted by what rooms say of themselves, never one by one. */
const countings: Record<keyof Totals, string> = {
  clients: "SELECT COUNT(*) AS count FROM clients",
  rooms: "SELECT COUNT(*) AS count FROM rooms",
  messages: `SELECT COALESCE(SUM(last_seq - emptied_seq), 0)
    - (SELECT COUNT(*) FROM gaps JOIN rooms ON rooms.id = gaps.room_id WHERE deleted = 1 AND seq > emptied_seq) AS count
    FROM rooms`,
  devices: "SELECT COUNT(*) AS count FROM devices",
}

export async function countTotals(db: Statements): Promise<Totals> {
  const totals = { clients: 0, rooms: 0, messages: 0, devices: 0 }
  for (const [name, sql] of Object.entries(countings))
    totals[name as keyof Totals] = (await db.get<{ count: number }>(sql))?.count ?? 0
  return totals
}

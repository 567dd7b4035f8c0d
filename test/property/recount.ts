import { unread as subtraction } from "../../src/store/members.ts"
import type { Game } from "./game.ts"

const clearedBy = (client: string) => `EXISTS (SELECT 1 FROM clearings c WHERE c.room_id = messages.room_id
  AND c.client_id = ${client} AND c.seq >= messages.seq)`
const deletedBy = (
  client: string,
) => `EXISTS (SELECT 1 FROM user_deletions d WHERE d.room_id = messages.room_id
  AND d.client_id = ${client} AND d.seq = messages.seq)`

/** What is never in the database: each query finds rows that break the sentence before it. */
const laws: Record<string, string> = {
  "unread by subtraction is unread by counting": `
    SELECT members.room_id AS room, members.client_id AS client FROM members
    JOIN rooms ON rooms.id = members.room_id WHERE ${subtraction} <> (
      SELECT COUNT(*) FROM messages WHERE messages.room_id = members.room_id AND messages.seq > members.read_seq
        AND messages.hidden = 0 AND NOT ${clearedBy("members.client_id")} AND NOT ${deletedBy("members.client_id")})`,
  "every number of a room is a message, or a gap, or in the stretch that was emptied": `
    SELECT id AS room, '' AS client FROM rooms WHERE last_seq - emptied_seq <>
      (SELECT COUNT(*) FROM messages WHERE room_id = rooms.id AND seq > emptied_seq) +
      (SELECT COUNT(*) FROM gaps WHERE room_id = rooms.id AND seq > emptied_seq AND deleted = 1)`,
  "nothing is left in the stretch that was emptied": `
    SELECT room_id AS room, messages.id AS client FROM messages JOIN rooms ON rooms.id = room_id
    WHERE seq <= emptied_seq`,
  "each hidden message has its gap": `
    SELECT room_id AS room, id AS client FROM messages WHERE hidden = 1 AND NOT EXISTS
      (SELECT 1 FROM gaps WHERE gaps.room_id = messages.room_id AND gaps.seq = messages.seq AND deleted = 0)`,
  "each gap that is no deletion is a hidden message": `
    SELECT room_id AS room, '' AS client FROM gaps WHERE deleted = 0 AND NOT EXISTS
      (SELECT 1 FROM messages WHERE messages.room_id = gaps.room_id AND messages.seq = gaps.seq AND hidden = 1)`,
  "no gap is beyond the last one": `
    SELECT id AS room, '' AS client FROM rooms WHERE EXISTS
      (SELECT 1 FROM gaps WHERE gaps.room_id = rooms.id AND gaps.seq > gap_seq)`,
  "senders have read what they sent, and nobody more than there is": `
    SELECT members.room_id AS room, client_id AS client FROM members JOIN rooms ON rooms.id = members.room_id
    WHERE read_seq > last_seq OR EXISTS
      (SELECT 1 FROM messages WHERE messages.room_id = rooms.id AND sender_id = client_id AND seq > read_seq)`,
  ...Object.fromEntries(
    ["messages", "mentions", "gaps", "user_deletions", "clearings", "room_prefs", "blocks"].map(table => [
      `no ${table} are left of a room that is gone`,
      `SELECT room_id AS room, '' AS client FROM ${table} WHERE room_id NOT IN (SELECT id FROM rooms)`,
    ]),
  ),
}

/** @returns every break of these laws in the rooms of a game. */
export async function recount({ parley, name }: Game): Promise<string[]> {
  const breaks = await Promise.all(
    Object.entries(laws).map(async ([law, sql]) => {
      const rows = await parley.ctx.db.all<{ room: string; client: string }>(
        `SELECT * FROM (${sql}) AS broken WHERE room LIKE ?`,
        [`${name}-%`],
      )
      return rows.map(({ room, client }) => `it is not so that ${law}: ${room} ${client}`)
    }),
  )
  return breaks.flat()
}

import type { Statements } from "./database.ts"
import { listInvitations } from "./invitations.ts"
import { stampClients, stampListsOf } from "./stamps.ts"

/** All that belongs to a room, in an order in which nothing is left pointing at what is gone. */
const belongings = [
  "outbox",
  "messages",
  "mentions",
  "user_deletions",
  "clearings",
  "gaps",
  "invitations",
  "blocks",
  "group_prefs",
  "room_prefs",
  "members",
]

/** Takes everything out of a room, so that only the room itself is left; files stay, since messages elsewhere may show them. */
export async function stripRoom(tx: Statements, roomId: string): Promise<void> {
  await stampListsOf(tx, roomId)
  const invited = await listInvitations(tx, { roomId })
  await stampClients(
    tx,
    "invitations",
    invited.map(({ inviteeId }) => inviteeId),
  )
  for (const table of belongings) await tx.run(`DELETE FROM ${table} WHERE room_id = ?`, [roomId])
}

/** Deletes a room that was stripped. */
export async function deleteRoom(tx: Statements, roomId: string): Promise<void> {
  await tx.run("DELETE FROM rooms WHERE id = ?", [roomId])
}

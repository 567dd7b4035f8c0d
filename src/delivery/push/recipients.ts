import { type ClientRow, listClients } from "../../store/clients.ts"
import type { Statements } from "../../store/database.ts"
import { listMembers } from "../../store/members.ts"
import type { MessageRow } from "../../store/messages.ts"
import { listMutedBy } from "../../store/room-prefs.ts"

/** Who gets a push for a message (contract: push.md 3). */
export async function recipientsOf(db: Statements, message: MessageRow): Promise<ClientRow[]> {
  // What was recalled or hidden before its push went out is not announced any more.
  if (message.hidden || message.messageType === "recall") return []
  const members = (await listMembers(db, [message.roomId])).get(message.roomId) ?? []
  const muted = await listMutedBy(db, message.roomId)
  const present = members
    // Who was added by this very message came just before it.
    .filter(member => member.joinedSeq < message.seq)
    .filter(member => member.silencedAt === null && !muted.has(member.clientId))
    .map(member => member.clientId)
  const people = await listClients(db, present)
  return present
    .map(id => people.get(id))
    .filter(client => client !== undefined)
    .filter(client => client.clientType === "user" && client.id !== message.senderId)
    .filter(client => !client.isRobot && client.notificationEnabled)
}

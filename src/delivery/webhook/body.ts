import { presentPerson, presentSender } from "../../present/client.ts"
import { presentMessage } from "../../present/message.ts"
import { listClients, systemClient } from "../../store/clients.ts"
import type { Statements } from "../../store/database.ts"
import { findMessage } from "../../store/messages.ts"
import type { OutboxRow } from "../../store/outbox.ts"
import type { RoomRow } from "../../store/rooms.ts"
import { viewMessage } from "../../store/views.ts"
import type { MemberEvent } from "../../store/webhook-queue.ts"
import { isAnnounced } from "../push/recipients.ts"

/**
 * What a room's webhook is told (contract: webhook.md 2 and 3), with the room's state as it now is: before this event.
 * @returns undefined for a message that was deleted, recalled or hidden before its call.
 */
export async function bodyOf(db: Statements, appID: string, row: OutboxRow, room: RoomRow) {
  const event = row.messageId === "" ? await membersOf(db, row) : await messageOf(db, appID, row)
  return event && { appID, roomID: room.id, botState: room.botState, ...event }
}

/** The server's robot stands for nobody: then the platform acted without a user. */
const actorOf = (clientId: string) => (clientId === systemClient ? "" : clientId)

async function messageOf(db: Statements, appID: string, row: OutboxRow) {
  const message = await findMessage(db, row.messageId)
  if (!message || !isAnnounced(message)) return undefined
  const data = presentMessage(await viewMessage(db, message), appID)
  return { event: "MESSAGE", clientID: actorOf(message.senderId), data }
}

async function membersOf(db: Statements, { roomId, job }: OutboxRow) {
  const { event, clientId, memberIds } = job as MemberEvent
  const people = await listClients(db, [clientId, ...memberIds])
  const members = memberIds.flatMap(id => {
    const client = people.get(id)
    return client ? [presentSender(client)] : []
  })
  const data = { room: roomId, sender: presentPerson(clientId, people), members }
  return { event, clientID: actorOf(clientId), data }
}

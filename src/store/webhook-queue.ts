import { laterId, messageId } from "../lib/ids.ts"
import type { Statements } from "./database.ts"
import { insertOutbox } from "./outbox.ts"

/** What a room's webhook is told of members who came or went; ids only. */
export interface MemberEvent {
  event: "JOIN_ROOM" | "ADD_MEMBERS" | "DELETE_MEMBERS"
  clientId: string
  memberIds: readonly string[]
}

/** Something that a room's webhook is told of: a message, or an event of members. */
export interface WebhookEvent {
  roomId: string
  /** The number of the room's newest message. */
  seq: number
  createdAt: number
  told: { messageId: string } | MemberEvent
}

/** Events of one room that may wait. */
const mostWaiting = 1000

/** Puts an event behind all that wait for a room's webhook. Whoever does must hold the room's row. */
export async function queueWebhook(
  tx: Statements,
  { roomId, seq, createdAt, told }: WebhookEvent,
): Promise<void> {
  const newest = await tx.get<{ id: string | null }>(
    "SELECT MAX(id) AS id FROM outbox WHERE kind = 'webhook' AND room_id = ?",
    [roomId],
  )
  const id = laterId(messageId(createdAt, seq), newest?.id ?? "")
  const isMessage = "messageId" in told
  await insertOutbox(tx, {
    ...{ id, kind: "webhook", roomId, createdAt },
    ...{ messageId: isMessage ? told.messageId : "", job: isMessage ? undefined : told },
  })
}

/** Drops the oldest events of a room of which too many wait. @returns how many. */
export async function shortenWebhookQueue(tx: Statements, roomId: string): Promise<number> {
  return tx.run(
    `DELETE FROM outbox WHERE kind = 'webhook' AND room_id = ? AND id <=
       (SELECT id FROM outbox WHERE kind = 'webhook' AND room_id = ? ORDER BY id DESC LIMIT 1 OFFSET ${mostWaiting})`,
    [roomId, roomId],
  )
}

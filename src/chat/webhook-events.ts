import type { Statements } from "../store/database.ts"
import type { MessageRow } from "../store/messages.ts"
import { callsWebhook, type RoomRow } from "../store/rooms.ts"
import {
  type MemberEvent,
  queueWebhook,
  shortenWebhookQueue,
  type WebhookEvent,
} from "../store/webhook-queue.ts"
import type { Context } from "./context.ts"

/** Has a room's webhook told of a message, inside the operation that stores it. */
export const tellWebhookMessage = (ctx: Context, tx: Statements, message: MessageRow): Promise<void> =>
  queue(ctx, tx, { ...message, told: { messageId: message.id } })

/** The same of members who came or went, once a call (contract: webhook.md 3). */
export async function tellWebhookMembers(
  ctx: Context,
  tx: Statements,
  room: RoomRow,
  told: MemberEvent,
): Promise<void> {
  if (!callsWebhook(room) || told.memberIds.length === 0) return
  const createdAt = Math.max(ctx.clock(), room.lastMessageAt)
  await queue(ctx, tx, { roomId: room.id, seq: room.lastSeq, createdAt, told })
}

async function queue(ctx: Context, tx: Statements, event: WebhookEvent): Promise<void> {
  await queueWebhook(tx, event)
  const dropped = ctx.rules.webhooksDurable ? 0 : await shortenWebhookQueue(tx, event.roomId)
  if (dropped > 0)
    ctx.log.warn({ room: event.roomId }, "a webhook is too slow: the oldest of its room's events was dropped")
}

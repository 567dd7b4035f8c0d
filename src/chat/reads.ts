import { findMember, moveReadMarker } from "../store/members.ts"
import { findMessage } from "../store/messages.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { enterAsMember } from "./rights.ts"

export interface ReadState {
  clientId: string
  lastRead: string | null
  /** Unread messages in this room. */
  unread: number
}

/** Moves the caller's read marker forward; without a message it stays (contract: decided.md 12). */
export async function markRead(
  ctx: Context,
  caller: Caller,
  roomId: string,
  messageId: string | undefined,
): Promise<ReadState> {
  const clientId = actingClient(caller)
  const { room, member } = await enterAsMember(ctx, caller, roomId)
  const message = messageId === undefined ? undefined : await findMessage(ctx.db, messageId)
  if (messageId !== undefined && message?.roomId !== room.id) {
    throw new ChatError("MESSAGE_NOT_FOUND", "There is no such message in this room.")
  }
  if (message && ctx.readTracking) {
    const marker = { roomId: room.id, clientId, seq: message.seq, messageId: message.id }
    const moved = await ctx.db.write(tx => moveReadMarker(tx, marker), room.id)
    if (moved) ctx.publish({ type: "marker.moved", roomId: room.id, clientId, messageId: message.id })
  }
  const after = (await findMember(ctx.db, room.id, clientId)) ?? member
  return { clientId, lastRead: after.lastRead, unread: ctx.readTracking ? after.unread : 0 }
}

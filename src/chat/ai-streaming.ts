import { isMessageId, newId } from "../lib/ids.ts"
import { findMessage } from "../store/messages.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkMessageTime } from "./ids.ts"
import { malformed } from "./message-content.ts"
import { senderOf } from "./messages.ts"
import { enterRoom } from "./rights.ts"

/** The next piece of an answer that is still being made, and the `_id` that the finished message will have. */
interface Piece {
  text: string
  /** Absent: this is the first one. */
  messageId?: string | null
  /** As whom, with the API key. */
  sender?: string | null
}

/**
 * Shows a room the next piece of a robot's answer. Nothing is stored: the finished answer is sent as any message, with
 * the same id as its `_id` (contract: realtime.md 6.1, 12 row 17).
 * @throws ChatError INSUFFICIENT_PERMISSIONS, INVALID_MESSAGE_FORMAT, MESSAGE_ALREADY_EXISTS, and what `enterRoom` throws
 */
export async function streamPiece(
  ctx: Context,
  caller: Caller,
  roomId: string,
  piece: Piece,
): Promise<{ roomId: string; messageId: string; senderId: string }> {
  const { room } = await enterRoom(ctx, caller, roomId, "speak")
  const sender = await senderOf(ctx, caller, { sender: piece.sender ?? undefined })
  if (caller.kind !== "platform" && !sender.isRobot)
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "Only robots, and the API key, may stream an answer.")
  const messageId = piece.messageId || newId(ctx.clock())
  await checkUnsent(ctx, messageId)
  ctx.publish({ type: "answer.streamed", roomId: room.id, messageId, sender, text: piece.text })
  return { roomId: room.id, messageId, senderId: sender.id }
}

/** A message can still be sent with this id. */
async function checkUnsent(ctx: Context, messageId: string): Promise<void> {
  if (!isMessageId(messageId)) throw malformed("messageId must be 24 hex digits in lower case.")
  checkMessageTime(messageId, "messageId", ctx.clock())
  if (await findMessage(ctx.db, messageId))
    throw new ChatError(
      "MESSAGE_ALREADY_EXISTS",
      "The message with this id is sent already: stream under a new messageId.",
    )
}

import { findMessage, type MessageRow } from "../store/messages.ts"
import { type MessageView, viewMessage } from "../store/views.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { type Access, type Action, enterRoom, isSuperuser } from "./rights.ts"

export const noMessage = () => new ChatError("MESSAGE_NOT_FOUND", "There is no such message.")

/**
 * Lets a caller to a message for one purpose. What is hidden from a caller does not exist for them.
 * @throws ChatError MESSAGE_NOT_FOUND, and what `enterRoom` throws
 */
export async function enterMessage(
  ctx: Context,
  caller: Caller,
  messageId: string,
  action: Action,
): Promise<Access & { message: MessageRow }> {
  const message = await findMessage(ctx.db, messageId)
  if (!message) throw noMessage()
  const access = await enterRoom(ctx, caller, message.roomId, action).catch(error => {
    throw error instanceof ChatError && error.code === "ROOM_NOT_FOUND" ? noMessage() : error
  })
  if (message.hidden && !isSuperuser(caller, access)) throw noMessage()
  return { ...access, message }
}

/** Where an operation's page knows superusers and others only, an outsider is one of the others. */
export function asOther(error: unknown): never {
  throw error instanceof ChatError && error.code === "NOT_ROOM_MEMBER"
    ? new ChatError("INSUFFICIENT_PERMISSIONS", error.message)
    : error
}

/** A message as it is stored now. @throws ChatError MESSAGE_NOT_FOUND */
export async function viewStored(ctx: Context, messageId: string): Promise<MessageView> {
  const message = await findMessage(ctx.db, messageId)
  if (!message) throw noMessage()
  return viewMessage(ctx.db, message)
}

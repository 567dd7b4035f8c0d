import { isMessageId } from "../lib/ids.ts"
import { type ClientRow, findClient } from "../store/clients.ts"
import { wasDeleted } from "../store/message-removal.ts"
import { findMessage, type NewMessage } from "../store/messages.ts"
import type { MessageView } from "../store/views.ts"
import type { Caller } from "./caller.ts"
import { censored, censorshipOf } from "./censorship.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkMessageTime } from "./ids.ts"
import { contentOf, type MessageInput, malformed } from "./message-content.ts"
import { changeMessage, replyOf, type Sending } from "./message-editing.ts"
import { type Once, sentBefore, sentMeanwhile, viewSent } from "./once.ts"
import { enterRoom, isSuperuser, noRoom, notMember } from "./rights.ts"
import { ensureSystemClient, postMessage } from "./store-message.ts"

/** Sends, edits or recalls in a room, whichever the input asks for (contract: realtime.md 5.1). */
export async function handleRoomMessage(
  ctx: Context,
  caller: Caller,
  roomId: string,
  input: MessageInput,
  once?: Once,
): Promise<MessageView> {
  const sentId = once && (await sentBefore(ctx, once))
  const access = await enterRoom(ctx, caller, roomId, sentId ? "read" : "speak").catch(error => {
    // A stranger learns nothing here: no room and not your room are the same answer.
    throw error instanceof ChatError && error.code === "ROOM_NOT_FOUND" ? notMember() : error
  })
  if (sentId) return viewSent(ctx, sentId)
  const authorId = caller.kind === "platform" ? null : caller.clientId
  const recallsAny = isSuperuser(caller, access)
  return sendOrChange(ctx, { caller, roomId: access.room.id, input, once, authorId, recallsAny })
}

/** Sends as the given user, who need not be in the room, or changes what that user sent (`POST /messages`, API key). */
export async function sendAs(
  ctx: Context,
  roomId: string,
  senderId: string,
  input: MessageInput,
  { once, fromWebhook }: Pick<Sending, "once" | "fromWebhook"> = {},
): Promise<MessageView> {
  const sentId = once && (await sentBefore(ctx, once))
  if (sentId) return viewSent(ctx, sentId)
  const caller: Caller = { kind: "platform", clientId: null }
  const named = { ...input, sender: senderId }
  const sending = { caller, roomId, input: named, once, authorId: senderId, recallsAny: false, fromWebhook }
  return sendOrChange(ctx, sending)
}

async function sendOrChange(ctx: Context, sending: Sending): Promise<MessageView> {
  const { _id: id, messageType } = sending.input
  if (id === "" || id == null) return sendMessage(ctx, sending)
  if (typeof id !== "string" || !isMessageId(id)) throw malformed("_id must be 24 hex digits in lower case.")
  const known = await findMessage(ctx.db, id)
  if (known) return changeMessage(ctx, sending, known)
  if (messageType === "recall")
    throw new ChatError("MESSAGE_NOT_FOUND", "There is no such message in this room.")
  // An edit that comes too late must not bring it back.
  if (await wasDeleted(ctx.db, id)) throw new ChatError("MESSAGE_NOT_FOUND", "This message was deleted.")
  checkMessageTime(id, "_id", ctx.clock())
  return sendMessage(ctx, sending, id)
}

/** @param chosenId the id that the client chose. */
async function sendMessage(ctx: Context, sending: Sending, chosenId?: string): Promise<MessageView> {
  const { caller, roomId, input, once, fromWebhook } = sending
  const messageType = input.messageType ?? "text"
  // What only the server says is no reply of a webhook either, which people may have set.
  const given = contentOf(messageType, input, caller.kind === "user" || fromWebhook === true)
  const content = censored(messageType, given, await censorshipOf(ctx))
  const sender = await senderOf(ctx, caller, input)
  const reply = content.reply === undefined ? undefined : await replyOf(ctx, roomId, content.reply)
  const draft: NewMessage = { id: chosenId, roomId, senderId: sender.id, messageType, content }
  const push = input.push !== false
  const posted = await postMessage(ctx, draft, { push, sender, reply, once, fromWebhook })
  if ("view" in posted) return posted.view
  if ("spent" in posted) return viewSent(ctx, await sentMeanwhile(ctx, once))
  if (posted.taken) return changeMessage(ctx, sending, posted.taken)
  throw noRoom()
}

/** @param input of which only `sender` counts, and only with the API key; without one, the server's robot speaks. */
export async function senderOf(
  ctx: Context,
  caller: Caller,
  input: Pick<MessageInput, "sender">,
): Promise<ClientRow> {
  const named = caller.kind === "platform" ? input.sender || caller.clientId : caller.clientId
  const id = named ?? (await ensureSystemClient(ctx))
  const sender = id.includes("\0") ? undefined : await findClient(ctx.db, id)
  if (!sender) throw new ChatError("USER_NOT_FOUND", `There is no user ${JSON.stringify(id)} to send as.`)
  return sender
}

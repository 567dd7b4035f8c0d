import { isDeepStrictEqual } from "node:util"
import { isMessageId, timeOfId } from "../lib/ids.ts"
import { type ClientRow, findClient } from "../store/clients.ts"
import {
  findMessage,
  type MessageContent,
  type MessageRow,
  type NewMessage,
  updateMessage,
} from "../store/messages.ts"
import { type MessageView, viewMessage } from "../store/views.ts"
import { isSystemType } from "../wire/message-types.ts"
import type { Caller } from "./caller.ts"
import { censored, censorshipOf } from "./censorship.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { contentOf, type MessageInput, malformed } from "./message-content.ts"
import { changeStored } from "./retelling.ts"
import { type Access, enterRoom, isSuperuser, noRoom, notMember } from "./rights.ts"
import { ensureSystemClient, postMessage } from "./store-message.ts"

const dayMs = 86_400_000

/** Sends, edits or recalls in a room, whichever the input asks for (contract: realtime.md 5.1). */
export async function handleRoomMessage(
  ctx: Context,
  caller: Caller,
  roomId: string,
  input: MessageInput,
): Promise<MessageView> {
  const access = await enterRoom(ctx, caller, roomId, "speak").catch(error => {
    // A stranger learns nothing here: no room and not your room are the same answer.
    throw error instanceof ChatError && error.code === "ROOM_NOT_FOUND" ? notMember() : error
  })
  const id = input._id === "" || input._id == null ? undefined : input._id
  if (id === undefined) return sendMessage(ctx, caller, access.room.id, input)
  if (typeof id !== "string" || !isMessageId(id)) throw malformed("_id must be 24 hex digits in lower case.")
  const known = await findMessage(ctx.db, id)
  if (known) return changeMessage(ctx, caller, access, known, input)
  if (input.messageType === "recall")
    throw new ChatError("MESSAGE_NOT_FOUND", "There is no such message in this room.")
  if (Math.abs(timeOfId(id) - ctx.clock()) > dayMs) {
    throw malformed(
      "_id of a new message must begin with the present time: its first 8 hex digits are seconds.",
    )
  }
  return sendMessage(ctx, caller, access.room.id, input, { id, access })
}

/** Sends as the given user, who need not be in the room (`POST /messages`, API key). */
export function sendAs(
  ctx: Context,
  roomId: string,
  senderId: string,
  input: MessageInput,
): Promise<MessageView> {
  const caller: Caller = { kind: "platform", clientId: null }
  return sendMessage(ctx, caller, roomId, { ...input, sender: senderId })
}

/** @param chosen the id that the client chose, and what the caller may do if somebody else was quicker with it. */
async function sendMessage(
  ctx: Context,
  caller: Caller,
  roomId: string,
  input: MessageInput,
  chosen?: { id: string; access: Access },
): Promise<MessageView> {
  const messageType = input.messageType ?? "text"
  const given = contentOf(messageType, input, caller.kind === "user")
  const content = censored(messageType, given, await censorshipOf(ctx))
  const sender = await senderOf(ctx, caller, input)
  const reply = content.reply === undefined ? undefined : await replyOf(ctx, roomId, content.reply)
  const draft: NewMessage = { id: chosen?.id, roomId, senderId: sender.id, messageType, content }
  const posted = await postMessage(ctx, draft, input.push !== false, sender, reply)
  if ("view" in posted) return posted.view
  if (posted.taken && chosen) return changeMessage(ctx, caller, chosen.access, posted.taken, input)
  throw noRoom()
}

async function changeMessage(
  ctx: Context,
  caller: Caller,
  access: Access,
  known: MessageRow,
  input: MessageInput,
): Promise<MessageView> {
  if (known.roomId !== access.room.id)
    throw new ChatError("MESSAGE_NOT_FOUND", "There is no such message in this room.")
  const own = caller.kind === "platform" || known.senderId === caller.clientId
  const recalls = input.messageType === "recall"
  if (!own && !(recalls && isSuperuser(caller, access))) {
    throw new ChatError(
      "INSUFFICIENT_PERMISSIONS",
      `You may not ${recalls ? "recall" : "edit"} this message.`,
    )
  }
  if (recalls && known.messageType === "recall") return viewMessage(ctx.db, known)
  if (!recalls && isSystemType(known.messageType))
    throw malformed(`A message of type ${known.messageType} cannot be edited.`)
  const given = recalls ? { message: "" } : await editedContent(ctx, caller, known, input)
  // The same message once more is a retry, not an edit.
  if (!recalls && isDeepStrictEqual(given, known.content)) return viewMessage(ctx.db, known)
  // What it has replied to so far may be gone by now.
  if (!recalls && given.reply !== undefined && given.reply !== known.content.reply)
    await replyOf(ctx, access.room.id, given.reply)

  const now = ctx.clock()
  const change = {
    messageType: recalls ? "recall" : known.messageType,
    content: given,
    editedAt: recalls ? known.editedAt : now,
  }
  const [view] = await changeStored(ctx, known.roomId, async tx => {
    const message = await updateMessage(tx, known, change, now)
    return { messages: message ? [message] : [] }
  })
  if (!view) throw malformed("This message was recalled or deleted meanwhile.")
  return view
}

async function editedContent(
  ctx: Context,
  caller: Caller,
  { messageType, content }: MessageRow,
  input: MessageInput,
): Promise<MessageContent> {
  const given = contentOf(messageType, { ...content, ...input }, caller.kind === "user")
  return censored(messageType, given, await censorshipOf(ctx))
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

async function replyOf(ctx: Context, roomId: string, id: string): Promise<MessageView> {
  const message = await findMessage(ctx.db, id)
  if (message?.roomId !== roomId) throw malformed("reply must be the id of a message in this room.")
  return viewMessage(ctx.db, message)
}

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
import { incompleteness, isSystemType, makeDrawable } from "../wire/message-types.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { changeStored } from "./retelling.ts"
import { type Access, enterRoom, isSuperuser, noRoom, notMember } from "./rights.ts"
import { ensureSystemClient, storeMessage } from "./store-message.ts"

/** A message as a client hands it in, over REST or a socket; checked in shape, not yet in sense. */
export interface MessageInput {
  _id?: unknown
  messageType?: string
  sender?: string
  push?: boolean
  mentions?: string[] | null
  reply?: string | null
  [field: string]: unknown
}

/** Fields that are never taken from senders: the server's own, and those that only steer the send. */
const notContent = new Set([
  ..."_id id room roomId sender senderID appID messageType messageTime messageTimeMS createdAt createdAtMS".split(
    " ",
  ),
  ..."updatedAt updatedAtMS editedAt reactions reactionCount pinned isPined isHidden isDeleted batchID".split(
    " ",
  ),
  ..."push skipTotalBadge __v __proto__".split(" "),
])

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
    throw new ChatError("MESSAGE_NOT_FOUND", "There is no such message to recall.")
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
  const content = contentOf(messageType, input, caller.kind === "user")
  const sender = await senderOf(ctx, caller, input)
  const reply = content.reply === undefined ? undefined : await replyOf(ctx, roomId, content.reply)
  const draft: NewMessage = { id: chosen?.id, roomId, senderId: sender.id, messageType, content }

  const stored = await ctx.db.write(tx => storeMessage(ctx, tx, draft, input.push !== false), roomId)

  if (!stored.created) {
    if (stored.message && chosen) return changeMessage(ctx, caller, chosen.access, stored.message, input)
    throw noRoom()
  }
  const view = {
    message: stored.message,
    reply: reply?.message,
    people: new Map(reply?.people).set(sender.id, sender),
  }
  ctx.publish({ type: "message.created", view })
  return view
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
  const given = recalls
    ? { message: "" }
    : contentOf(known.messageType, { ...known.content, ...input }, caller.kind === "user")
  // The same message once more is a retry, not an edit.
  if (!recalls && isDeepStrictEqual(given, known.content)) return viewMessage(ctx.db, known)
  if (!recalls && given.reply !== undefined) await replyOf(ctx, access.room.id, given.reply)

  const now = ctx.clock()
  const change = {
    messageType: recalls ? "recall" : known.messageType,
    content: given,
    editedAt: recalls ? known.editedAt : now,
  }
  const view = await changeStored(ctx, known.roomId, tx => updateMessage(tx, known, change, now))
  if (!view) throw malformed("This message was recalled meanwhile.")
  return view
}

const malformed = (sentence: string) => new ChatError("INVALID_MESSAGE_FORMAT", sentence)

/** Deeper JSON serves nobody, and a value that cannot be written again must be refused before it is stored. */
const deepest = 100

function checkJson(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    throw malformed("Binary data cannot be sent in a message.")
  if (depth > deepest) throw malformed(`A message must not be nested deeper than ${deepest} levels.`)
  for (const part of Object.values(value)) checkJson(part, depth + 1)
}

function contentOf(messageType: string, input: MessageInput, fromUser: boolean): MessageContent {
  const given = Object.entries(input).filter(
    ([field, value]) => !notContent.has(field) && value !== undefined,
  )
  const fields: Record<string, unknown> = Object.fromEntries(given)
  checkJson(fields, 0)
  if (fields.reply === null || fields.reply === "") delete fields.reply
  if (fields.mentions === null) delete fields.mentions
  if (fromUser) delete fields.member
  const gap = incompleteness(messageType, fields, fromUser)
  if (gap) throw malformed(`${gap}.`)
  makeDrawable(messageType, fields)
  return fields
}

async function senderOf(ctx: Context, caller: Caller, input: MessageInput): Promise<ClientRow> {
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

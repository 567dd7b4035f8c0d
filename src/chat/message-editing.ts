import { isDeepStrictEqual } from "node:util"
import type { Statements } from "../store/database.ts"
import { findMessage, type MessageRow, updateMessage } from "../store/messages.ts"
import { writeOnce } from "../store/sent-keys.ts"
import { type MessageView, viewMessage } from "../store/views.ts"
import { isSystemType } from "../wire/message-types.ts"
import type { Caller } from "./caller.ts"
import { censored, censorshipOf } from "./censorship.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { contentOf, type MessageInput, malformed } from "./message-content.ts"
import { type Once, sentBefore, viewSent } from "./once.ts"
import { changeStored } from "./retelling.ts"

/** A message for a room in which the caller may speak. */
export interface Sending {
  caller: Caller
  roomId: string
  input: MessageInput
  once?: Once
  /** Whose messages may be edited; null is anybody's. */
  authorId: string | null
  /** Messages of others may be recalled. */
  recallsAny: boolean
  /** It is what the room's webhook replied. */
  fromWebhook?: boolean
}

/** What it asks for of a stored message. */
type Change = Pick<MessageRow, "messageType" | "content" | "editedAt">

/** Edits or recalls the message whose `_id` was sent; the same message once more is a retry, and changes nothing. */
export async function changeMessage(ctx: Context, sending: Sending, known: MessageRow): Promise<MessageView> {
  checkMayChange(sending, known)
  const { once } = sending
  const now = ctx.clock()
  const change = await changeOf(ctx, sending, known, now)
  if (!change && !once) return viewMessage(ctx.db, known)
  const write = async (tx: Statements) => (change ? updateMessage(tx, known, change, now) : known)
  const [view] = await changeStored(ctx, known.roomId, async tx => {
    const written = await writeOnce(tx, once, now, () => write(tx), idOf)
    return { messages: change && written?.value ? [written.value] : [] }
  })
  if (view) return view
  const sentId = once && (await sentBefore(ctx, once))
  if (sentId) return viewSent(ctx, sentId)
  throw malformed("This message was recalled or deleted meanwhile.")
}

const idOf = (message: MessageRow | undefined) => message?.id

function checkMayChange({ roomId, input, authorId, recallsAny }: Sending, known: MessageRow): void {
  const recalls = input.messageType === "recall"
  if (known.roomId !== roomId)
    throw new ChatError(
      "MESSAGE_NOT_FOUND",
      `There is no such message in this room${recalls ? "." : ", and its _id is taken: send with another."}`,
    )
  if (authorId === null || known.senderId === authorId || (recalls && recallsAny)) return
  throw new ChatError(
    "INSUFFICIENT_PERMISSIONS",
    recalls
      ? "You may not recall this message."
      : "You may not edit this message, which is another sender's: a new one needs another _id.",
  )
}

/** @returns undefined where nothing is to change. */
async function changeOf(
  ctx: Context,
  { caller, roomId, input }: Sending,
  known: MessageRow,
  now: number,
): Promise<Change | undefined> {
  const { messageType, editedAt } = known
  if (input.messageType === "recall")
    return messageType === "recall"
      ? undefined
      : { messageType: "recall", content: { message: "" }, editedAt }
  if (isSystemType(messageType)) throw malformed(`A message of type ${messageType} cannot be edited.`)
  const given = contentOf(messageType, { ...known.content, ...input }, caller.kind === "user")
  const content = censored(messageType, given, await censorshipOf(ctx))
  if (isDeepStrictEqual(content, known.content)) return undefined
  // What it has replied to so far may be gone by now.
  if (content.reply !== undefined && content.reply !== known.content.reply)
    await replyOf(ctx, roomId, content.reply)
  return { messageType, content, editedAt: now }
}

/** What a message in a room replies to. @throws ChatError INVALID_MESSAGE_FORMAT */
export async function replyOf(ctx: Context, roomId: string, id: string): Promise<MessageView> {
  const message = await findMessage(ctx.db, id)
  if (message?.roomId !== roomId) throw malformed("reply must be the id of a message in this room.")
  return viewMessage(ctx.db, message)
}

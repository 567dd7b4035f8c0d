import type { MessageContent } from "../store/messages.ts"
import { incompleteness, makeDrawable } from "../wire/message-types.ts"
import { ChatError } from "./error.ts"
import { deepest } from "./json.ts"

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
  ..."_id id room roomId roomSeq sender senderID appID messageType messageTime messageTimeMS createdAt createdAtMS".split(
    " ",
  ),
  ..."updatedAt updatedAtMS editedAt reactions reactionCount pinned isPined isHidden isDeleted batchID".split(
    " ",
  ),
  ..."push skipTotalBadge __v __proto__".split(" "),
])

export const malformed = (sentence: string) => new ChatError("INVALID_MESSAGE_FORMAT", sentence)

/** Every reader gets the whole message, and a page of history a hundred of them: what is larger is sent as a file. */
const mostCharacters = 128 * 1024

/** @returns how many characters a value holds, more or less. */
function weigh(value: unknown, depth: number): number {
  if (typeof value === "string") return value.length
  if (typeof value !== "object" || value === null) return 1
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    throw malformed("Binary data cannot be sent in a message.")
  if (depth > deepest) throw malformed(`A message must not be nested deeper than ${deepest} levels.`)
  let weight = 0
  for (const [name, part] of Object.entries(value)) weight += name.length + weigh(part, depth + 1)
  return weight
}

function checkWeight(fields: Record<string, unknown>): void {
  if (weigh(fields, 0) <= mostCharacters) return
  throw new ChatError(
    "PAYLOAD_TOO_LARGE",
    `A message must not hold more than ${mostCharacters} characters: send a file instead.`,
  )
}

/** What is stored of a message that was handed in. @throws ChatError INVALID_MESSAGE_FORMAT, PAYLOAD_TOO_LARGE */
export function contentOf(messageType: string, input: MessageInput, fromUser: boolean): MessageContent {
  const given = Object.entries(input).filter(
    ([field, value]) => !notContent.has(field) && value !== undefined,
  )
  const fields: Record<string, unknown> = Object.fromEntries(given)
  checkWeight(fields)
  if (fields.reply === null || fields.reply === "") delete fields.reply
  if (fields.mentions === null) delete fields.mentions
  if (fromUser) delete fields.member
  const gap = incompleteness(messageType, fields, fromUser)
  if (gap) throw malformed(`${gap}.`)
  makeDrawable(messageType, fields)
  return fields
}

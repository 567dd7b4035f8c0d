import { altTextOf } from "../../state/cards.ts"
import { wordsOf } from "../../state/loose-values.ts"
import { extraOf, isSystem, isText, picturesOf, textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"
import { plainName } from "./file-names.ts"
import { lengthText } from "./lengths.ts"
import { systemText } from "./system-text.ts"

export { systemText } from "./system-text.ts"

const LONGEST = 300

/**
 * A message in one short line, without its sender.
 * @param members of its room: those who are mentioned show by their names.
 */
export function previewOf(message: Message, me: string, members: readonly Client[] = []): string {
  return oneLine(longPreviewOf(message, me, members))
}

function longPreviewOf(message: Message, me: string, members: readonly Client[]): string {
  if (message.messageType === "recall") return recallText(message, me)
  if (isSystem(message)) return systemText(message, me)
  if (message.isHidden && !textOf(message)) return text.message.hidden
  if (isText(message) && textOf(message)) return withNames(textOf(message), message, members)
  return kindText(message)
}

/** The first words, without line breaks and marks of code. */
function oneLine(words: string): string {
  return words.slice(0, LONGEST).replaceAll("```", "").replace(/\s+/g, " ").trim()
}

/** Mentions stand in the text with ids. */
function withNames(words: string, { mentions }: Message, members: readonly Client[]): string {
  const named = members.filter(({ _id }) => mentions?.includes(_id))
  return named.reduce((shown, one) => shown.replaceAll(`@${one._id}`, `@${nameOf(one)}`), words)
}

/** What a message that is no text is, in a few words. */
export function kindText(message: Message): string {
  const pictures = picturesOf(message).length
  if (pictures) return text.photos(pictures)
  return detailOf(message) || kindOf(message.messageType) || textOf(message) || text.unsupported
}

function kindOf(messageType: string): string | undefined {
  return Object.hasOwn(text.kinds, messageType) ? text.kinds[messageType] : undefined
}

function detailOf(message: Message): string {
  const extra = extraOf(message)
  switch (message.messageType) {
    case "file":
      return plainName(wordsOf(extra.fileName) || wordsOf(extra.title) || textOf(message))
    case "location":
      return textOf(message)
    case "url":
      return wordsOf(extra.title) || textOf(message) || wordsOf(message.url)
    case "template":
    case "flex":
    case "line":
      return altTextOf(message)
    case "encrypted":
      return text.message.encrypted
    case "announcement":
      return text.message.announcement
    case "missingCall":
      return text.message.missedCall
    case "waitingCall":
      return text.message.waitingCall
    case "endCall":
      return text.message.endedCall(lengthText(Number(message.duration) / 1000))
    default:
      return ""
  }
}

export function recallText(message: Message, me: string): string {
  return message.sender._id === me ? text.recalledByYou : text.recalledBy(nameOf(message.sender))
}

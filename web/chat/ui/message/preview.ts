import { extraOf, isSystem, isText, picturesOf, textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"

/** A message in one short line, without its sender. */
export function previewOf(message: Message, me: string): string {
  if (message.messageType === "recall") return recallText(message, me)
  if (isSystem(message)) return systemText(message, me)
  if (isText(message) && textOf(message)) return textOf(message)
  return kindText(message)
}

export function kindText(message: Message): string {
  const pictures = picturesOf(message).length
  if (pictures) return text.photos(pictures)
  const kind = text.kinds[message.messageType]
  if (!kind) return text.unsupported
  const detail = message.messageType === "file" ? extraOf(message).fileName : undefined
  if (message.messageType === "location" && textOf(message)) return textOf(message)
  return typeof detail === "string" && detail ? detail : kind
}

export function recallText(message: Message, me: string): string {
  return message.sender._id === me ? text.recalledByYou : text.recalledBy(nameOf(message.sender))
}

export function systemText(message: Message, me: string): string {
  const name = (client: Client | undefined) => (client?._id === me ? text.you : nameOf(client))
  const who = name(message.sender)
  const { invitees, members } = extraOf(message)
  const concerned = [invitees, members].find(Array.isArray) as Client[] | undefined
  const whom = (concerned ?? [message.member]).map(name).filter(Boolean).join(", ")
  switch (message.messageType) {
    case "joinRoom":
      return text.joined(who)
    case "leaveRoom":
      return text.left(who)
    case "addMember":
    case "addMembers":
      return text.added(who, whom)
    case "deleteMember":
    case "deleteMembers":
      return text.removed(who, whom)
    case "assignAdmin":
      return text.madeAdmin(whom)
    case "cancelInvitations":
      return text.invitationsCancelled
    default:
      return text.roomChanged
  }
}

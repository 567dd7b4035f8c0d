import { isoOf } from "../lib/clock.ts"
import type { ClientRow } from "../store/clients.ts"
import type { MessageContent, MessageRow } from "../store/messages.ts"
import type { MessageView } from "../store/views.ts"
import { isSystemType } from "../wire/message-types.ts"
import { presentPerson } from "./client.ts"

type People = ReadonlyMap<string, ClientRow>

/** A message as all readers get it, senders and replies whole (contract: realtime.md 11). */
export function presentMessage(view: MessageView, appID: string) {
  const { message, reply, people, anchorOnly } = view
  if (anchorOnly === "hidden") return presentEmptied(view, appID)
  const shown = presentAlone(message, people, appID)
  if (anchorOnly === "deleted") shown.isDeleted = true
  if (reply) shown.reply = presentAlone(reply, people, appID)
  else if (message.content.reply !== undefined) delete shown.reply
  return shown
}

/** What members are told of a hidden message: that it is gone (contract: rest-extended.md 1.7). */
export function presentEmptied({ message, people }: MessageView, appID: string) {
  const emptied = { ...message, messageType: "text", content: { message: "" }, reactions: [], pinned: false }
  return presentAlone(emptied, people, appID)
}

/** The answer of `POST /messages`: the sender is its bare id there (contract: decided.md 14). */
export function presentSent(view: MessageView, appID: string) {
  return { ...presentMessage(view, appID), sender: view.message.senderId }
}

function presentAlone(message: MessageRow, people: People, appID: string): Record<string, unknown> {
  const { id, createdAt, updatedAt, editedAt, messageType } = message
  const sentAt = isoOf(createdAt)
  return {
    _id: id,
    id,
    appID,
    room: message.roomId,
    roomSeq: message.seq,
    messageType,
    ...(isSystemType(messageType) ? expandPeople(messageType, message.content, people) : message.content),
    sender: presentPerson(message.senderId, people),
    reactions: message.reactions,
    reactionCount: message.reactions.length,
    pinned: message.pinned,
    isPined: message.pinned,
    isHidden: message.hidden,
    ...(message.batchId === null ? {} : { batchID: message.batchId }),
    messageTime: sentAt,
    messageTimeMS: createdAt,
    createdAt: sentAt,
    createdAtMS: createdAt,
    updatedAt: updatedAt === createdAt ? sentAt : isoOf(updatedAt),
    updatedAtMS: updatedAt,
    ...(editedAt === null ? {} : { editedAt: isoOf(editedAt) }),
  }
}

/** A membership message is stored with ids; clients need whole people, and text that says the same. */
function expandPeople(messageType: string, content: MessageContent, people: People): Record<string, unknown> {
  const whole = (value: unknown): unknown =>
    typeof value === "string" ? presentPerson(value, people) : value
  const extra = content.extra as Record<string, unknown> | undefined
  const lists = Object.entries(extra ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(whole) : value,
  ])
  const member = whole(content.member)
  const shown = {
    ...content,
    ...(member === undefined ? {} : { member }),
    ...(extra ? { extra: Object.fromEntries(lists) as Record<string, unknown> } : {}),
  }
  if (shown.message !== undefined) return shown
  const invitees = (shown.extra as { invitees?: { nickname?: string }[] } | undefined)?.invitees ?? []
  if (messageType === "addMembers") return { ...shown, message: JSON.stringify(invitees) }
  if (messageType === "cancelInvitations")
    return { ...shown, message: invitees.map(invitee => invitee.nickname ?? "").join(", ") }
  return { ...shown, message: (member as { nickname?: string } | undefined)?.nickname ?? "" }
}

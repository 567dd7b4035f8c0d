import type { ClientRow } from "../../store/clients.ts"
import type { MessageContent } from "../../store/messages.ts"
import type { MessageView } from "../../store/views.ts"
import { cut } from "./shorten.ts"

/** Texts longer than this are cut (contract: push.md 4). */
const longest = 512

/** The sentence of each type; `$1` is the sender, `$2` the content (contract: push.md 4). */
const sentences: Record<string, string> = {
  text: "$1: $2",
  url: "$1: $2",
  mixed: "$1: $2",
  announcement: "$1: $2",
  image: "$1 sent a picture",
  video: "$1 sent a video",
  audio: "$1 sent a voice message",
  sticker: "$1 sent a sticker",
  location: "$1 shared a place",
  file: "$1 sent a file",
  joinRoom: "$1 joined",
  leaveRoom: "$1 left",
  addMember: "$1 added $2",
  addMembers: "$1 added several people",
  deleteMember: "$1 removed $2",
  encrypted: "You have an encrypted message",
  flex: "$1 sent a card",
  template: "$1 sent a card",
  cancelInvitations: "$1 withdrew invitations to $2",
  assignAdmin: "$2 is now an admin",
  payment: "$1 sent a payment message",
  "payment-select": "$1 sent a payment message",
  waitingCall: "$1 is calling",
  missingCall: "missed call from $1",
  endCall: "call ended",
}

/** The ready text of a message's push. */
export function alertOf(view: MessageView): string {
  const { messageType } = view.message
  const content = contentOf(view)
  const sentence = Object.hasOwn(sentences, messageType)
    ? (sentences[messageType] as string)
    : content === ""
      ? "$1 sent a message"
      : "$1: $2"
  return cut(
    sentence.replace(/\$[12]/g, mark => (mark === "$1" ? senderNameOf(view) : content)),
    longest,
  )
}

export const senderNameOf = ({ message, people }: MessageView): string => nameOf(people.get(message.senderId))

const nameOf = (client: ClientRow | undefined) => client?.nickname || client?.id || ""

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

const textIn = (value: unknown, ...names: string[]): string => {
  if (typeof value !== "object" || value === null) return ""
  const found = names.map(name => textOf((value as Record<string, unknown>)[name])).find(text => text !== "")
  return found ?? ""
}

/** People named in the lists of a membership message; imported messages carry whole objects. */
const namesOf = (list: unknown, people: MessageView["people"]): string =>
  Array.isArray(list)
    ? list
        .map(one => (typeof one === "string" ? nameOf(people.get(one)) : textIn(one, "nickname")))
        .join(", ")
    : ""

/** What `$2` stands for, by type; other types have nothing to say there (contract: push.md 4). */
const contents: Record<string, (content: MessageContent, people: MessageView["people"]) => string> = {
  text: ({ message }) => textOf(message),
  mixed: ({ message }) => textOf(message),
  announcement: ({ message }) => textOf(message),
  location: ({ message }) => textOf(message),
  url: ({ message, url }) => textOf(message) || textOf(url),
  file: ({ extra }) => textIn(extra, "fileName", "title"),
  flex: ({ contents, message }) => textIn(contents, "altText") || textOf(message),
  template: ({ template, message }) => textIn(template, "altText") || textOf(message),
  addMember: named,
  deleteMember: named,
  assignAdmin: named,
  addMembers: ({ extra }, people) => namesOf((extra as { invitees?: unknown } | undefined)?.invitees, people),
  cancelInvitations: ({ extra, message }, people) =>
    namesOf((extra as { invitees?: unknown } | undefined)?.invitees, people) || textOf(message),
}

const wordless = new Set(
  "image video audio sticker joinRoom leaveRoom encrypted payment payment-select waitingCall missingCall endCall".split(
    " ",
  ),
)

function named({ member, message }: MessageContent, people: MessageView["people"]): string {
  return typeof member === "string"
    ? nameOf(people.get(member))
    : textIn(member, "nickname") || textOf(message)
}

/** The second argument of a message's localized alert. */
export function contentOf({ message, people }: MessageView): string {
  const { messageType, content } = message
  if (wordless.has(messageType)) return ""
  const read = Object.hasOwn(contents, messageType) ? contents[messageType] : undefined
  return cut(read ? read(content, people) : textOf(content.message), longest)
}

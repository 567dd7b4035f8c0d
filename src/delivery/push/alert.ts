import type { ClientRow } from "../../store/clients.ts"
import type { MessageView } from "../../store/views.ts"

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
export function alertOf({ message, people }: MessageView): string {
  const text = typeof message.content.message === "string" ? message.content.message : ""
  const named = typeof message.content.member === "string" ? people.get(message.content.member) : undefined
  const link = typeof message.content.url === "string" ? message.content.url : ""
  const content = named?.nickname ?? (text || link)
  const sentence = Object.hasOwn(sentences, message.messageType)
    ? (sentences[message.messageType] as string)
    : text === ""
      ? "$1 sent a message"
      : "$1: $2"
  return cut(
    sentence.replace(/\$[12]/g, mark => (mark === "$1" ? nameOf(people.get(message.senderId)) : content)),
  )
}

const nameOf = (sender: ClientRow | undefined) => sender?.nickname || sender?.id || ""

/** Cuts between characters, never inside one. */
function cut(text: string): string {
  if (text.length <= longest) return text
  const graphemes = new Intl.Segmenter().segment(text.slice(0, longest))
  const kept = [...graphemes].slice(0, -1).map(part => part.segment)
  return `${kept.join("")}…`
}

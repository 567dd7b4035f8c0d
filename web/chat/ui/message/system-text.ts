import { objectsOf } from "../../state/loose-values.ts"
import { extraOf, textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"

const MOST_NAMES = 20

/** What happened in the room, as a sentence. */
export function systemText(message: Message, me: string): string {
  const name = (client: Client | undefined) => (client?._id === me ? text.you : nameOf(client))
  const who = name(message.sender)
  const whom = concernedIn(message).map(name).filter(Boolean).join(", ")
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
      return text.madeAdmin(whom || textOf(message))
    case "cancelInvitations":
      return text.invitationsCancelled
    default:
      return text.roomChanged
  }
}

/** The people whom it is about. */
function concernedIn(message: Message): (Client | undefined)[] {
  const { invitees, members } = extraOf(message)
  const listed = objectsOf(Array.isArray(invitees) ? invitees : members, MOST_NAMES) as Client[]
  return listed.length > 0 ? listed : [message.member]
}

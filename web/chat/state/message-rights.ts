import type { Message, Room } from "../wire/models.ts"
import { isSystem, isText, textOf } from "./message-kinds.ts"
import { may } from "./rights.ts"
import { barOf } from "./writing-rights.ts"

/** What a user can do with one message. */
export interface MessageRights {
  reply: boolean
  react: boolean
  copy: boolean
  edit: boolean
  recall: boolean
  pin: boolean
  info: boolean
  report: boolean
  /** For oneself alone; what is chosen can be deleted, too. */
  remove: boolean
}

const NONE: MessageRights = {
  ...{ reply: false, react: false, copy: false, edit: false, recall: false },
  ...{ pin: false, info: false, report: false, remove: false },
}

/** As the server would decide it (contract: rest-extended, section 4.2); it has the last word. */
export function rightsTo(message: Message, room: Room, me: string): MessageRights {
  if (message.delivery) return NONE
  if (isSystem(message) || message.messageType === "recall") return { ...NONE, remove: true }
  const isOwn = message.sender._id === me
  const speaks = barOf(room) === undefined
  const isManager = room.roomType !== "direct" && room.isSuperuser === true
  return {
    reply: speaks,
    react: speaks,
    copy: isText(message) && textOf(message) !== "",
    edit: speaks && isOwn && message.messageType === "text",
    recall: speaks && (isOwn || isManager),
    pin: room.roomType === "direct" ? !room.didBlockAt && !room.wasBlockedAt : may("describe", room, me),
    info: isOwn && room.members.length > 1,
    report: !isOwn && message.sender._id !== "system",
    remove: true,
  }
}

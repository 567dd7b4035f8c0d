import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { clockTime } from "../times.ts"
import { Receipt } from "./receipts.tsx"

interface MetaProps {
  message: Message
  room: RoomView
  me: string
  isOwn: boolean
  showsTime: boolean
}

/** What stands small at the end of a message: edited, when, and how far it has come. */
export function Meta({ message, room, me, isOwn, showsTime }: MetaProps) {
  const { delivery, editedAt, isHidden } = message
  if (!showsTime && !delivery && !editedAt && !isHidden) return null
  return (
    <span class="meta">
      {isHidden && <span>{text.message.hiddenMark}</span>}
      {Boolean(editedAt) && <span>{text.edited}</span>}
      {showsTime && <time>{clockTime(message.createdAtMS)}</time>}
      {isOwn && <Receipt room={room} message={message} me={me} />}
    </span>
  )
}

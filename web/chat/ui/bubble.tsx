import type { Delivery, Entry } from "../state/conversation.ts"
import { isText, picturesOf, textOf } from "../state/message-kinds.ts"
import type { MessageTimes } from "../state/message-times.ts"
import { nameOf } from "../state/names.ts"
import { countReaders } from "../state/receipts.ts"
import { isJumbo } from "../state/text-parts.ts"
import type { Message, Room } from "../wire/models.ts"
import { Attachment, Pictures } from "./attachment.tsx"
import { PendingIcon, ReadIcon, SentIcon } from "./icons.tsx"
import { LinkedText } from "./linked-text.tsx"
import { previewOf } from "./preview.ts"
import { Reactions } from "./reactions.tsx"
import { text } from "./text.ts"
import { clockTime, fullTime } from "./times.ts"

interface BubbleProps {
  entry: Entry
  room: Room
  me: string
  times: MessageTimes
  isOwn: boolean
  showsTime: boolean
}

export function Bubble({ entry, room, me, times, isOwn, showsTime }: BubbleProps) {
  const { message, delivery } = entry
  const words = isText(message) ? textOf(message) : ""
  const pictures = picturesOf(message)
  const isBare = !message.reply && (isJumbo(words) || (pictures.length > 0 && !words))
  const classes = [
    "bubble",
    isBare && "bare",
    isJumbo(words) && "jumbo",
    pictures.length > 0 && "with-picture",
  ]
  const hasMeta = showsTime || Boolean(delivery) || Boolean(message.editedAt)
  return (
    <div class={classes.filter(Boolean).join(" ")} title={fullTime(message.createdAtMS)}>
      <Quote reply={message.reply} me={me} />
      <Pictures pictures={pictures} />
      {!pictures.length && !isText(message) && <Attachment message={message} />}
      {words && <LinkedText message={message} members={room.members} />}
      {hasMeta && (
        <span class="meta">
          {Boolean(message.editedAt) && <span>{text.edited}</span>}
          {showsTime && <time>{clockTime(message.createdAtMS)}</time>}
          {isOwn && <Receipt room={room} message={message} me={me} times={times} delivery={delivery} />}
        </span>
      )}
      <Reactions message={message} me={me} />
    </div>
  )
}

function Quote({ reply, me }: { reply: Message["reply"]; me: string }) {
  if (!reply || typeof reply === "string") return null
  return (
    <blockquote class="quote">
      <b>{reply.sender?._id === me ? text.you : nameOf(reply.sender)}</b>
      <span>{previewOf(reply, me)}</span>
    </blockquote>
  )
}

interface ReceiptProps {
  room: Room
  message: Message
  me: string
  times: MessageTimes
  delivery?: Delivery
}

function Receipt({ room, message, me, times, delivery }: ReceiptProps) {
  if (delivery && delivery !== "pending") return null
  if (delivery) return <Tick label={text.sending} icon={<PendingIcon />} />
  const readers = countReaders(room, message._id, me, times)
  if (!readers) return <Tick label={text.sent} icon={<SentIcon />} />
  return <Tick label={text.read(readers, room.members.length - 1)} icon={<ReadIcon />} />
}

function Tick({ label, icon }: { label: string; icon: preact.ComponentChild }) {
  return (
    <span class="tick" role="img" aria-label={label} title={label}>
      {icon}
    </span>
  )
}

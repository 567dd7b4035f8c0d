import { isText, picturesOf, textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { readersOf } from "../../state/receipts.ts"
import { isJumbo } from "../../state/text-parts.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { PendingIcon, ReadIcon, SentIcon } from "../parts/icons.tsx"
import { clockTime, fullTime } from "../times.ts"
import { Attachment, Pictures } from "./attachment.tsx"
import { LinkedText } from "./linked-text.tsx"
import { previewOf } from "./preview.ts"
import { Reactions } from "./reactions.tsx"

interface BubbleProps {
  message: Message
  room: RoomView
  me: string
  isOwn: boolean
  showsTime: boolean
}

export function Bubble({ message, room, me, isOwn, showsTime }: BubbleProps) {
  const { delivery } = message
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
          {isOwn && <Receipt room={room} message={message} me={me} />}
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
  room: RoomView
  message: Message
  me: string
}

function Receipt({ room, message, me }: ReceiptProps) {
  if (message.delivery === "refused") return null
  if (message.delivery) return <Tick label={text.sending} icon={<PendingIcon />} />
  const readers = readersOf(room, message, me).length
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

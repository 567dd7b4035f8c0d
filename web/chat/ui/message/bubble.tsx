import { cardOf } from "../../state/cards.ts"
import { isText, picturesOf, textOf } from "../../state/message-kinds.ts"
import { isJumbo } from "../../state/text-parts.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { fullTime } from "../times.ts"
import { Content } from "./content.tsx"
import { MessageBoundary } from "./message-boundary.tsx"
import { Meta } from "./meta.tsx"
import { QuickReplies } from "./quick-replies.tsx"
import { Quote } from "./quote.tsx"
import { Reactions } from "./reactions.tsx"

interface BubbleProps {
  message: Message
  room: RoomView
  me: string
  isOwn: boolean
  showsTime: boolean
}

export function Bubble(props: BubbleProps) {
  return (
    <MessageBoundary message={props.message}>
      <Inside {...props} />
    </MessageBoundary>
  )
}

function Inside({ message, room, me, isOwn, showsTime }: BubbleProps) {
  const isForMe = !isOwn && Array.isArray(message.mentions) && message.mentions.includes(me)
  return (
    <div class="bubble-column">
      <div
        class={`bubble ${shapesOf(message)} ${isForMe ? "for-me" : ""}`}
        title={fullTime(message.createdAtMS)}
      >
        <Quote message={message} members={room.members} me={me} />
        <Content message={message} members={room.members} me={me} />
        <Meta message={message} room={room} me={me} isOwn={isOwn} showsTime={showsTime} />
        <Reactions message={message} me={me} />
      </div>
      {!isOwn && <QuickReplies message={message} />}
    </div>
  )
}

const BARE = new Set(["sticker"])

/** What speaks for itself stands without a bubble around it. */
function shapesOf(message: Message): string {
  const words = isText(message) ? textOf(message) : ""
  const isMoving = message.messageType === "video"
  const hasPicture = isMoving || picturesOf(message).length > 0
  const isCard = Boolean(cardOf(message)) && !isText(message)
  const isAlone = isJumbo(words) || (hasPicture && !words) || BARE.has(message.messageType) || isCard
  const shapes = [
    isAlone && !message.reply && "bare",
    isJumbo(words) && "jumbo",
    hasPicture && "with-picture",
    isCard && "with-card",
  ]
  return shapes.filter(Boolean).join(" ")
}

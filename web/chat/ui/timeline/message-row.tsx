import { memo } from "preact/compat"
import { nameOf } from "../../state/names.ts"
import type { Row } from "../../state/timeline.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { BotMark } from "../message/bot-mark.tsx"
import { Bubble } from "../message/bubble.tsx"
import { previewOf, recallText, systemText } from "../message/preview.ts"
import { ClientAvatar, tintOf } from "../parts/avatar.tsx"
import { clockTime } from "../times.ts"
import { TickIcon } from "./icons.tsx"
import { DayLine, UnreadLine } from "./lines.tsx"
import { MessageBar } from "./message-bar.tsx"
import { Unsent } from "./unsent.tsx"
import type { Stage } from "./use-stage.ts"

export interface MessageRowProps {
  row: Row
  room: RoomView
  me: string
  /** How many others have read it: it is drawn anew when that changes. */
  readers: number
  /** The pointer or the focus is here: what can be done shows. */
  isActive: boolean
  /** It was jumped to. */
  isMarked: boolean
  /** undefined while nothing is being chosen. */
  isSelected?: boolean
  stage: Stage
}

/** Drawn anew only when something of it changes; the room is another object with every message, most of it the same. */
export const MessageRow = memo(DrawnRow, (before, now) =>
  (Object.keys({ ...before, ...now }) as (keyof MessageRowProps)[]).every(name =>
    name === "room" ? looksSame(before.room, now.room) : before[name] === now[name],
  ),
)

function looksSame(a: RoomView, b: RoomView): boolean {
  return a.members === b.members && a.isSuperuser === b.isSuperuser && a.status === b.status
}

function DrawnRow(props: MessageRowProps) {
  const { row, me, isActive, isMarked, isSelected } = props
  const { message, key, day, isDivided } = row
  const classes = [
    "row",
    isMarked && "marked",
    isSelected && "selected",
    isSelected !== undefined && "selectable",
  ]
  return (
    <div data-row class={classes.filter(Boolean).join(" ")}>
      {day !== undefined && <DayLine at={day} />}
      {isDivided && <UnreadLine />}
      <article
        class="row-line"
        data-id={key}
        aria-label={isActive ? labelOf(props) : undefined}
        tabIndex={-1}
      >
        {row.kind === "system" ? (
          <p class="system-line">{systemText(message, me)}</p>
        ) : (
          <MessageLine {...props} />
        )}
      </article>
    </div>
  )
}

function MessageLine({ row, room, me, isActive, isSelected, stage }: MessageRowProps) {
  const { message, isOwn, isFirst, isLast } = row
  const isGroup = room.members.length > 2
  const isRecalled = message.messageType === "recall"
  const classes = ["message", isOwn ? "own" : "other", isFirst && "first", isLast && "last"]
  return (
    <div class={classes.filter(Boolean).join(" ")}>
      {isSelected !== undefined && !message.delivery && (
        <button
          type="button"
          class="select-mark"
          aria-pressed={isSelected}
          aria-label={text.timeline.selectThis}
        >
          <TickIcon />
        </button>
      )}
      {isGroup && !isOwn && (
        <span class="message-avatar">{isLast && <ClientAvatar client={message.sender} size="tiny" />}</span>
      )}
      <div class="message-body">
        {isGroup && !isOwn && isFirst && !isRecalled && (
          <p class={`sender ${tintOf(message.sender._id)}`} dir="auto">
            {nameOf(message.sender)}
            <BotMark client={message.sender} />
          </p>
        )}
        <div class="bubble-line">
          {isRecalled ? (
            <p class="bubble recalled">{recallText(message, me)}</p>
          ) : (
            <Bubble message={message} room={room} me={me} isOwn={isOwn} showsTime={isLast} />
          )}
          {isActive && isSelected === undefined && !message.delivery && (
            <MessageBar message={message} room={room} me={me} stage={stage} />
          )}
        </div>
        {message.delivery === "refused" && <Unsent message={message} />}
      </div>
    </div>
  )
}

function labelOf({ row: { message, isOwn }, room, me }: MessageRowProps): string {
  const name = isOwn ? text.you : nameOf(message.sender)
  return `${name}: ${previewOf(message as Message, me, room.members)}, ${clockTime(message.createdAtMS)}`
}

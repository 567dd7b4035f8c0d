import { useState } from "preact/hooks"
import type { Reading } from "../../state/chat-state.ts"
import { loadOlder } from "../../state/open-room.ts"
import { buildTimeline, type Row } from "../../state/timeline.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { systemText } from "../message/preview.ts"
import { DownIcon } from "../parts/icons.tsx"
import { dayName } from "../times.ts"
import { useChat, useSession } from "../use-chat.ts"
import { MessageRow } from "./message-row.tsx"
import { TypingBubble } from "./typing-bubble.tsx"
import { useScroll } from "./use-scroll.ts"

interface TimelineProps {
  room: RoomView
  reading: Reading
  onEdit(message: Message): void
}

export function Timeline({ room, reading, onEdit }: TimelineProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [menuOf, setMenuOf] = useState<string>()
  const unreadAfter = useChat(state => state.unreadAfter[room._id])
  const { messages } = room
  const last = messages.at(-1)
  const { scroller, isAtEnd, missed, toEnd } = useScroll({
    first: messages[0]?._id,
    last: last?._id,
    isLastOwn: last?.sender._id === me,
    isIdle: reading.loading === "no",
    onNearTop: () => void (reading.failed || loadOlder(session, room._id)),
  })

  const draw = (row: Row) => {
    if (row.kind === "day") return <DayLine key={row.key} at={row.at} />
    if (row.kind === "unread") return <UnreadLine key={row.key} />
    if (row.kind === "system") {
      return (
        <p key={row.key} class="system-line">
          {systemText(row.message, me)}
        </p>
      )
    }
    return (
      <MessageRow
        key={row.key}
        row={row}
        room={room}
        me={me}
        isMenuOpen={menuOf === row.key}
        onMenu={open => setMenuOf(open ? row.key : undefined)}
        onEdit={onEdit}
      />
    )
  }

  return (
    <div class="timeline-frame">
      {reading.loading === "older" && (
        <span class="loading-older" role="status" aria-label={text.loading}>
          <i class="spinner" />
        </span>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="timeline" ref={scroller} tabIndex={0} role="log" aria-label={text.history} aria-live="off">
        <div class="timeline-rows">
          {reading.failed && (
            <button type="button" class="button quiet" onClick={() => loadOlder(session, room._id)}>
              {text.historyFailed} {text.tryAgain}
            </button>
          )}
          {buildTimeline(room, unreadAfter, me).map(draw)}
          <TypingBubble roomId={room._id} isGroup={room.members.length > 2} />
        </div>
      </div>
      <button
        type="button"
        class={isAtEnd ? "jump" : "jump shown"}
        aria-label={text.jump(missed)}
        tabIndex={isAtEnd ? -1 : 0}
        onClick={toEnd}
      >
        {missed > 0 && <span class="badge">{missed}</span>}
        <DownIcon />
      </button>
    </div>
  )
}

function DayLine({ at }: { at: number }) {
  return (
    <p class="day-line">
      <span>{dayName(at)}</span>
    </p>
  )
}

function UnreadLine() {
  return (
    <p class="unread-line" data-unread>
      <span>{text.newMessages}</span>
    </p>
  )
}

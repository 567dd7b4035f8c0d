import type { MessageTimes } from "../state/message-times.ts"
import { discard, retry } from "../state/messages.ts"
import { nameOf } from "../state/names.ts"
import type { Row } from "../state/timeline.ts"
import type { Message, Room } from "../wire/models.ts"
import { ClientAvatar, tintOf } from "./avatar.tsx"
import { Bubble } from "./bubble.tsx"
import { AlertIcon } from "./icons.tsx"
import { MenuButton, MessageMenu } from "./message-menu.tsx"
import { recallText } from "./preview.ts"
import { text } from "./text.ts"
import { useSession } from "./use-chat.ts"

interface MessageRowProps {
  row: Extract<Row, { kind: "bubble" }>
  room: Room
  me: string
  times: MessageTimes
  isMenuOpen: boolean
  onMenu(open: boolean): void
  onEdit(message: Message): void
}

export function MessageRow({ row, room, me, times, isMenuOpen, onMenu, onEdit }: MessageRowProps) {
  const { entry, isOwn, isFirst, isLast } = row
  const { message } = entry
  const isGroup = room.members.length > 2
  const isRecalled = message.messageType === "recall"
  const hasMenu = !isRecalled && !entry.delivery
  const classes = [
    "message",
    isOwn ? "own" : "other",
    isFirst && "first",
    isLast && "last",
    isMenuOpen && "menu-open",
  ]

  const onTap = (event: MouseEvent) => {
    const isTouch = matchMedia("(hover: none)").matches
    const isOnControl = (event.target as Element).closest("a, button")
    if (isTouch && hasMenu && !isOnControl) onMenu(!isMenuOpen)
  }

  return (
    <div class={classes.filter(Boolean).join(" ")}>
      {isGroup && !isOwn && (
        <span class="message-avatar">{isLast && <ClientAvatar client={message.sender} size="tiny" />}</span>
      )}
      <div class="message-body">
        {isGroup && !isOwn && isFirst && !isRecalled && (
          <p class={`sender ${tintOf(message.sender._id)}`}>{nameOf(message.sender)}</p>
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a tap is a short cut; the menu button is the control */}
        <div class="bubble-line" onClick={onTap}>
          {isRecalled ? (
            <p class="bubble recalled">{recallText(message, me)}</p>
          ) : (
            <Bubble entry={entry} room={room} me={me} times={times} isOwn={isOwn} showsTime={isLast} />
          )}
          {hasMenu && <MenuButton isOpen={isMenuOpen} onOpen={onMenu} />}
          {isMenuOpen && (
            <MessageMenu message={message} isOwn={isOwn} onEdit={onEdit} onClose={() => onMenu(false)} />
          )}
        </div>
        {entry.delivery && entry.delivery !== "pending" && <Unsent message={message} />}
      </div>
    </div>
  )
}

function Unsent({ message }: { message: Message }) {
  const session = useSession()
  return (
    <p class="unsent" role="alert">
      <AlertIcon />
      {text.notSent}
      <button type="button" class="link-button" onClick={() => retry(session, message)}>
        {text.retry}
      </button>
      <button type="button" class="link-button muted" onClick={() => discard(session, message)}>
        {text.discard}
      </button>
    </p>
  )
}

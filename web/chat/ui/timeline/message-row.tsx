import { nameOf } from "../../state/names.ts"
import type { Row } from "../../state/timeline.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { Bubble } from "../message/bubble.tsx"
import { MenuButton, MessageMenu } from "../message/message-menu.tsx"
import { recallText } from "../message/preview.ts"
import { ClientAvatar, tintOf } from "../parts/avatar.tsx"
import { AlertIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"

interface MessageRowProps {
  row: Extract<Row, { kind: "bubble" }>
  room: RoomView
  me: string
  isMenuOpen: boolean
  onMenu(open: boolean): void
  onEdit(message: Message): void
}

export function MessageRow({ row, room, me, isMenuOpen, onMenu, onEdit }: MessageRowProps) {
  const { message, isOwn, isFirst, isLast } = row
  const isGroup = room.members.length > 2
  const isRecalled = message.messageType === "recall"
  const hasMenu = !isRecalled && !message.delivery
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
            <Bubble message={message} room={room} me={me} isOwn={isOwn} showsTime={isLast} />
          )}
          {hasMenu && <MenuButton isOpen={isMenuOpen} onOpen={onMenu} />}
          {isMenuOpen && (
            <MessageMenu message={message} isOwn={isOwn} onEdit={onEdit} onClose={() => onMenu(false)} />
          )}
        </div>
        {message.delivery === "refused" && <Unsent message={message} />}
      </div>
    </div>
  )
}

function Unsent({ message: { room, _id, refusal } }: { message: Message }) {
  const { client } = useSession()
  return (
    <p class="unsent" role="alert">
      <AlertIcon />
      <span title={refusal}>{text.notSent}</span>
      <button type="button" class="link-button" onClick={() => client.retry(room, _id)}>
        {text.retry}
      </button>
      <button type="button" class="link-button muted" onClick={() => client.discard(room, _id)}>
        {text.discard}
      </button>
    </p>
  )
}

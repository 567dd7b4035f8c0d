import { memo } from "preact/compat"
import { isSystem } from "../../state/message-kinds.ts"
import { nameOf, roomName } from "../../state/names.ts"
import { activityOf } from "../../state/rooms.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { previewOf } from "../message/preview.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { AlertIcon, MoreIcon, MutedIcon, PinIcon } from "../parts/icons.tsx"
import { listTime } from "../times.ts"
import { TagDots } from "./tag-dots.tsx"
import { useLongPress } from "./use-press.ts"

export interface RoomRowProps {
  room: RoomView
  me: string
  unread: number
  draft?: string
  /** Who is typing, as a sentence. */
  typing?: string
  /** Something the user sent was refused. */
  hasFailed?: boolean
  isOpen: boolean
  onOpen(roomId: string): void
  onMenu(roomId: string, x: number, y: number): void
}

/** Drawn anew only when something of it changes. */
export const RoomRow = memo(function RoomRow({
  room,
  me,
  unread,
  hasFailed,
  isOpen,
  onOpen,
  onMenu,
  ...rest
}: RoomRowProps) {
  const at = activityOf(room)
  const press = useLongPress((x, y) => onMenu(room._id, x, y))
  const openMenu = (button: HTMLElement) => {
    const { left, right, bottom } = button.getBoundingClientRect()
    onMenu(room._id, document.dir === "rtl" ? left + 40 : right - 40, bottom - 20)
  }
  return (
    <li class="room-item">
      <button
        type="button"
        class="room-row"
        data-room={room._id}
        aria-current={isOpen || undefined}
        aria-haspopup="menu"
        onClick={() => onOpen(room._id)}
        onKeyDown={event => {
          const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight"
          if (event.key === forward) openMenu(event.currentTarget)
        }}
        {...press}
      >
        <RoomAvatar room={room} me={me} />
        <span class="room-row-text">
          <span class="room-row-top">
            <span class="room-row-name" dir="auto">
              {roomName(room, me) || text.unnamedRoom}
            </span>
            {room.muted && <Mark label={text.muted} icon={<MutedIcon />} />}
            <TagDots room={room} />
            {at > 0 && <time class={unread && !room.muted ? "fresh" : ""}>{listTime(at)}</time>}
          </span>
          <span class="room-row-bottom">
            <span class="room-row-preview" dir="auto">
              <Line room={room} me={me} {...rest} />
            </span>
            {hasFailed && <Mark label={text.list.notSent} icon={<AlertIcon />} isBad />}
            {room.pref?.sticky && !unread && <Mark label={text.pinned} icon={<PinIcon />} />}
            {unread > 0 && room.isMentioned && <Mention />}
            {unread > 0 && <Badge count={unread} isQuiet={room.muted} />}
          </span>
        </span>
      </button>
      <button
        type="button"
        class="icon-button room-more"
        tabIndex={-1}
        aria-label={text.list.options}
        aria-haspopup="menu"
        onClick={event => openMenu(event.currentTarget)}
      >
        <MoreIcon />
      </button>
    </li>
  )
})

type LineProps = Pick<RoomRowProps, "room" | "me" | "draft" | "typing">

function Line({ room, me, draft, typing }: LineProps) {
  if (typing) return <span class="typing">{typing}</span>
  if (!draft) return <Preview room={room} me={me} />
  return (
    <>
      <b class="draft">{text.draft}</b> {draft}
    </>
  )
}

function Preview({ room, me }: Pick<LineProps, "room" | "me">) {
  const last = room.lastMessage
  if (!last) return <>{text.noMessages}</>
  const isUnsigned = isSystem(last) || last.messageType === "recall"
  const isOwn = last.sender._id === me
  const needsName = !isUnsigned && (isOwn || room.members.length > 2)
  return (
    <>
      {needsName && <b>{isOwn ? text.you : nameOf(last.sender)}: </b>}
      {previewOf(last, me)}
    </>
  )
}

function Badge({ count, isQuiet }: { count: number; isQuiet?: boolean }) {
  return (
    <span class={isQuiet ? "badge quiet" : "badge"}>
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span class="unseen">{text.unread(count)}</span>
    </span>
  )
}

function Mention() {
  return (
    <span class="badge at-badge" role="img" aria-label={text.list.mentioned} title={text.list.mentioned}>
      @
    </span>
  )
}

function Mark({ label, icon, isBad }: { label: string; icon: preact.ComponentChild; isBad?: boolean }) {
  return (
    <span class={isBad ? "mark bad" : "mark"} role="img" aria-label={label} title={label}>
      {icon}
    </span>
  )
}

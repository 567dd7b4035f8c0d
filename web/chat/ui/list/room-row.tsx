import { memo } from "preact/compat"
import { isSystem } from "../../state/message-kinds.ts"
import { nameOf, roomName } from "../../state/names.ts"
import { activityOf } from "../../state/rooms.ts"
import type { Session } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { previewOf } from "../message/preview.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { MutedIcon, PinIcon } from "../parts/icons.tsx"
import { listTime } from "../times.ts"
import { useSession } from "../use-chat.ts"

interface RoomRowProps {
  room: Room
  me: string
  unread: number
  draft?: string
  isOpen: boolean
  onOpen(session: Session, roomId: string): void
}

/** Drawn anew only when something of it changes. */
export const RoomRow = memo(function RoomRow({ room, me, unread, draft, isOpen, onOpen }: RoomRowProps) {
  const session = useSession()
  const at = activityOf(room)
  return (
    <li>
      <button
        type="button"
        class="room-row"
        aria-current={isOpen || undefined}
        onClick={() => onOpen(session, room._id)}
      >
        <RoomAvatar room={room} me={me} />
        <span class="room-row-text">
          <span class="room-row-top">
            <span class="room-row-name">{roomName(room, me) || text.unnamedRoom}</span>
            {room.muted && <Mark label={text.muted} icon={<MutedIcon />} />}
            {at > 0 && <time class={unread && !room.muted ? "fresh" : ""}>{listTime(at)}</time>}
          </span>
          <span class="room-row-bottom">
            <span class="room-row-preview">
              {draft ? <Draft words={draft} /> : <Preview room={room} me={me} />}
            </span>
            {room.pref?.sticky && !unread && <Mark label={text.pinned} icon={<PinIcon />} />}
            {unread > 0 && <Badge count={unread} isQuiet={room.muted} />}
          </span>
        </span>
      </button>
    </li>
  )
})

function Preview({ room, me }: { room: Room; me: string }) {
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

function Draft({ words }: { words: string }) {
  return (
    <>
      <b class="draft">{text.draft}</b> {words}
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

function Mark({ label, icon }: { label: string; icon: preact.ComponentChild }) {
  return (
    <span class="mark" role="img" aria-label={label} title={label}>
      {icon}
    </span>
  )
}

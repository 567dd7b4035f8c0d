import { isSystem } from "../state/message-kinds.ts"
import { nameOf, roomName } from "../state/names.ts"
import { activityOf } from "../state/rooms.ts"
import type { Room } from "../wire/models.ts"
import { RoomAvatar } from "./avatar.tsx"
import { MutedIcon, PinIcon } from "./icons.tsx"
import { previewOf } from "./preview.ts"
import { text } from "./text.ts"
import { listTime } from "./times.ts"

interface RoomRowProps {
  room: Room
  me: string
  draft?: string
  isOpen: boolean
  onOpen(): void
}

export function RoomRow({ room, me, draft, isOpen, onOpen }: RoomRowProps) {
  const unread = room.unread ?? 0
  const at = activityOf(room)
  return (
    <li>
      <button type="button" class="room-row" aria-current={isOpen || undefined} onClick={onOpen}>
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
}

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

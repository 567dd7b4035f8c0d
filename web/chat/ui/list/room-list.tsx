import { openRoom } from "../../state/open-room.ts"
import { shownRooms, sortRooms, unreadOf } from "../../state/rooms.ts"
import { text } from "../../text/text.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { ChatIcon } from "../parts/icons.tsx"
import { Placard } from "../parts/placard.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { RoomRow } from "./room-row.tsx"

export function RoomList() {
  const session = useSession()
  const state = useChat(state => state)
  const { me, openRoomId, drafts } = state
  const rooms = sortRooms(shownRooms(session, state))

  return (
    <nav class="list-pane" aria-label={text.rooms}>
      <header class="list-head">
        <h1>{text.rooms}</h1>
        <span title={me.nickname}>
          <ClientAvatar client={me} size="small" />
        </span>
      </header>
      {rooms.length === 0 && <Placard icon={<ChatIcon />} title={text.noRooms} hint={text.noRoomsHint} />}
      <ul class="rooms" onKeyDown={moveFocus}>
        {rooms.map(room => (
          <RoomRow
            key={room._id}
            room={room}
            me={me._id}
            unread={unreadOf(state, room)}
            draft={room._id === openRoomId ? undefined : drafts[room._id]}
            isOpen={room._id === openRoomId}
            onOpen={openRoom}
          />
        ))}
      </ul>
    </nav>
  )
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key]
  if (!step) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("button")]
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step]
  next?.focus()
  event.preventDefault()
}

import { openRoom } from "../state/open-room.ts"
import { loadMoreRooms } from "../state/room-list.ts"
import { sortRooms } from "../state/rooms.ts"
import { ClientAvatar } from "./avatar.tsx"
import { ChatIcon } from "./icons.tsx"
import { Placard } from "./placard.tsx"
import { RoomRow } from "./room-row.tsx"
import { text } from "./text.ts"
import { useChat, useSession } from "./use-chat.ts"

const NEAR_END_PX = 400

export function RoomList() {
  const session = useSession()
  const me = useChat(state => state.me)
  const rooms = sortRooms(useChat(state => state.rooms))
  const openRoomId = useChat(state => state.openRoomId)
  const drafts = useChat(state => state.drafts)

  const onScroll = ({ currentTarget: list }: { currentTarget: HTMLElement }) => {
    const left = list.scrollHeight - list.scrollTop - list.clientHeight
    if (left < NEAR_END_PX) void loadMoreRooms(session)
  }

  return (
    <nav class="list-pane" aria-label={text.rooms}>
      <header class="list-head">
        <h1>{text.rooms}</h1>
        <span title={me.nickname}>
          <ClientAvatar client={me} size="small" />
        </span>
      </header>
      {rooms.length === 0 && <Placard icon={<ChatIcon />} title={text.noRooms} hint={text.noRoomsHint} />}
      <ul class="rooms" onScroll={onScroll} onKeyDown={moveFocus}>
        {rooms.map(room => (
          <RoomRow
            key={room._id}
            room={room}
            me={me._id}
            draft={room._id === openRoomId ? undefined : drafts[room._id]}
            isOpen={room._id === openRoomId}
            onOpen={() => openRoom(session, room._id)}
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

import type { ComponentChildren } from "preact"
import { hasFailed, unreadOf } from "../../state/rooms.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import { moveFocus } from "./move-focus.ts"
import { RoomRow } from "./room-row.tsx"
import { useWindow } from "./use-window.ts"

/** As the style sheet has it. */
const ROW_REM = 4.25

const rowHeight = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

interface RoomsWindowProps {
  rooms: readonly RoomView[]
  onOpen(roomId: string): void
  onMenu(roomId: string, x: number, y: number): void
  /** Stands above the rows and moves with them. */
  children?: ComponentChildren
}

/** Rooms, one below the other, of which only those are drawn that can be seen. */
export function RoomsWindow({ rooms, onOpen, onMenu, children }: RoomsWindowProps) {
  const state = useRowState()
  const { scroller, from, to } = useWindow(rooms.length, rowHeight)
  return (
    <div class="rooms" ref={scroller}>
      {children}
      <ul
        data-rows
        style={{ height: `${rooms.length * rowHeight}px`, paddingTop: `${from * rowHeight}px` }}
        onKeyDown={moveFocus}
      >
        {rooms.slice(from, to).map(room => (
          <RoomRow
            key={room._id}
            room={room}
            me={state.me._id}
            unread={unreadOf(state, room)}
            draft={room._id === state.openRoomId ? undefined : state.drafts[room._id]}
            typing={typingIn(state.typists[room._id])}
            hasFailed={hasFailed(state, room)}
            isOpen={room._id === state.openRoomId}
            onOpen={onOpen}
            onMenu={onMenu}
          />
        ))}
      </ul>
    </div>
  )
}

/** What a row shows beside its room. */
function useRowState() {
  return {
    me: useChat(state => state.me),
    openRoomId: useChat(state => state.openRoomId),
    attended: useChat(state => state.attended),
    drafts: useChat(state => state.drafts),
    typists: useChat(state => state.typists),
    uploads: useChat(state => state.uploads),
  }
}

const typingIn = (typists: readonly { name: string }[] = []) =>
  typists.length > 0 ? text.typing(typists.map(({ name }) => name)) : undefined

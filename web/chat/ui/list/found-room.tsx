import { hasFailed, unreadOf } from "../../state/rooms.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import { RoomRow } from "./room-row.tsx"

interface FoundRoomProps {
  room: RoomView
  onOpen(roomId: string): void
  onMenu(roomId: string, x: number, y: number): void
}

/** A room among what was found looks as it does in the list. */
export function FoundRoom({ room, onOpen, onMenu }: FoundRoomProps) {
  const me = useChat(state => state.me._id)
  const unread = useChat(state => unreadOf(state, room))
  const isOpen = useChat(state => state.openRoomId === room._id)
  const isStuck = useChat(state => hasFailed(state, room))
  return (
    <RoomRow
      room={room}
      me={me}
      unread={unread}
      hasFailed={isStuck}
      isOpen={isOpen}
      onOpen={onOpen}
      onMenu={onMenu}
    />
  )
}

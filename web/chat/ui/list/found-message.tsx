import { nameOf, roomName } from "../../state/names.ts"
import { jumpTo } from "../../state/past.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { previewOf } from "../message/preview.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { listTime } from "../times.ts"
import { useChat, useSession } from "../use-chat.ts"
import { Marked } from "./marked.tsx"

/** A message that was found; a click shows it where it was said. */
export function FoundMessage({ message, query }: { message: Message; query: string }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const room = useChat(state => state.rooms.get(message.room))
  if (!room) return null
  const who = message.sender._id === me ? text.you : nameOf(message.sender)
  return (
    <li class="room-item">
      <button
        type="button"
        class="room-row"
        onClick={() => void jumpTo(session, message.room, message._id, query)}
      >
        <RoomAvatar room={room} me={me} />
        <span class="room-row-text">
          <span class="room-row-top">
            <span class="room-row-name" dir="auto">
              {roomName(room, me) || text.unnamedRoom}
            </span>
            <time>{listTime(message.createdAtMS)}</time>
          </span>
          <span class="room-row-preview" dir="auto">
            <b>{who}: </b>
            <Marked words={previewOf(message, me)} query={query} />
          </span>
        </span>
      </button>
    </li>
  )
}

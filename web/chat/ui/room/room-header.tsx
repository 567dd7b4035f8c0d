import { othersIn, roomName } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { BackIcon, MutedIcon } from "../parts/icons.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { leaveRoom } from "./leave-room.ts"

export function RoomHeader({ room }: { room: Room }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  return (
    <header class="room-head">
      {!session.onlyRoom && (
        <button
          type="button"
          class="icon-button back"
          aria-label={text.back}
          onClick={() => leaveRoom(session)}
        >
          <BackIcon />
        </button>
      )}
      <RoomAvatar room={room} me={me} size="small" />
      <div class="room-head-text">
        <h2>
          <span>{roomName(room, me) || text.unnamedRoom}</span>
          {room.muted && (
            <span class="mark" role="img" aria-label={text.muted} title={text.muted}>
              <MutedIcon />
            </span>
          )}
        </h2>
        <p>{subtitle(room, me)}</p>
      </div>
    </header>
  )
}

function subtitle(room: Room, me: string): string | undefined {
  const [peer, ...more] = othersIn(room, me)
  if (room.roomType !== "direct" || more.length) return text.members(room.members.length)
  return peer?.isRobot ? text.bot : undefined
}

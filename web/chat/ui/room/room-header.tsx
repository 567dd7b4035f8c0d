import { othersIn, roomName } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { BackIcon, MutedIcon } from "../parts/icons.tsx"
import { SearchButton } from "../timeline/search-button.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { leaveRoom } from "./leave-room.ts"
import { useRoomPanel } from "./use-room-panel.tsx"
import { useSubtitle } from "./use-subtitle.ts"

/** Whose room it is, and what goes on in it; a click opens the panel with everything else. */
export function RoomHeader({ room }: { room: Room }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const { openPanel, panel } = useRoomPanel(room._id)
  const subtitle = useSubtitle(room)
  const isOnline = room.roomType === "direct" && othersIn(room, me).some(one => subtitle.online.has(one._id))
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
      <div class="room-head-main">
        <span class={isOnline ? "avatar-frame online" : "avatar-frame"}>
          <RoomAvatar room={room} me={me} size="small" />
        </span>
        <div class="room-head-text">
          <h2>
            <button
              type="button"
              class="room-title"
              aria-haspopup="dialog"
              title={text.room.open}
              onClick={openPanel}
            >
              <span dir="auto">{roomName(room, me) || text.unnamedRoom}</span>
            </button>
            {room.muted && (
              <span class="mark" role="img" aria-label={text.muted} title={text.muted}>
                <MutedIcon />
              </span>
            )}
          </h2>
          <p class={subtitle.isLive ? "live" : ""}>{subtitle.words}</p>
        </div>
      </div>
      <SearchButton room={room} />
      {panel}
    </header>
  )
}

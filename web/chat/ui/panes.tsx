import { text } from "../text/text.ts"
import { RoomList } from "./list/room-list.tsx"
import { ChatIcon, LockIcon } from "./parts/icons.tsx"
import { Placard } from "./parts/placard.tsx"
import { RoomView } from "./room/room-view.tsx"
import { useChat, useSession } from "./use-chat.ts"

/** List and room: side by side where there is space, else one at a time. */
export function Panes() {
  const { onlyRoom } = useSession()
  const openRoomId = useChat(state => state.openRoomId)
  const classes = ["panes", openRoomId && "has-room", onlyRoom && "one-room"]
  return (
    <div class={classes.filter(Boolean).join(" ")}>
      {!onlyRoom && <RoomList />}
      <main class="room-pane">
        {onlyRoom && <h1 class="unseen">{text.appTitle}</h1>}
        <OpenRoom key={openRoomId} roomId={openRoomId} />
      </main>
    </div>
  )
}

function OpenRoom({ roomId }: { roomId?: string }) {
  const isUnavailable = useChat(state => state.unavailable)
  if (!roomId) return <Placard icon={<ChatIcon />} title={text.pickRoom} hint={text.pickRoomHint} />
  if (isUnavailable)
    return <Placard icon={<LockIcon />} title={text.unavailable} hint={text.unavailableHint} />
  return <RoomView roomId={roomId} />
}

import { stopComposing } from "../../state/composing.ts"
import { loadNewest, unread } from "../../state/open-room.ts"
import { text } from "../../text/text.ts"
import { Composer } from "../composer/composer.tsx"
import { PendingUploads } from "../composer/pending-uploads.tsx"
import { NoticeLine } from "../notice-line.tsx"
import { Placard } from "../parts/placard.tsx"
import { TimelineSkeleton } from "../skeleton.tsx"
import { PinBar } from "../timeline/pin-bar.tsx"
import { Timeline } from "../timeline/timeline.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { leaveRoom } from "./leave-room.ts"
import { RoomHeader } from "./room-header.tsx"

export function RoomView({ roomId }: { roomId: string }) {
  const session = useSession()
  const room = useChat(state => state.rooms.get(roomId))
  const reading = useChat(state => state.readings[roomId] ?? unread)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return
    if (session.store.get().composing[roomId]) stopComposing(session, roomId)
    else leaveRoom(session)
  }

  if (!room) {
    return reading.failed ? <Failed onRetry={() => loadNewest(session, roomId)} /> : <TimelineSkeleton />
  }
  const isEmpty = room.messages.length === 0 && !room.isLoaded
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever the focus is inside the room
    <div class="room" onKeyDown={onKeyDown}>
      <RoomHeader room={room} />
      <PinBar room={room} />
      {isEmpty && reading.failed && <Failed onRetry={() => loadNewest(session, roomId)} />}
      {isEmpty && !reading.failed && <TimelineSkeleton />}
      {isEmpty && <PendingUploads roomId={roomId} />}
      {!isEmpty && <Timeline room={room} />}
      <NoticeLine />
      <Composer room={room} />
    </div>
  )
}

function Failed({ onRetry }: { onRetry(): void }) {
  return (
    <Placard title={text.historyFailed}>
      <button type="button" class="button" onClick={onRetry}>
        {text.tryAgain}
      </button>
    </Placard>
  )
}

import { useState } from "preact/hooks"
import { loadNewest, unread } from "../../state/open-room.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { Composer } from "../composer/composer.tsx"
import { NoticeLine } from "../notice-line.tsx"
import { Placard } from "../parts/placard.tsx"
import { TimelineSkeleton } from "../skeleton.tsx"
import { Timeline } from "../timeline/timeline.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { leaveRoom } from "./leave-room.ts"
import { RoomHeader } from "./room-header.tsx"

export function RoomView({ roomId }: { roomId: string }) {
  const session = useSession()
  const room = useChat(state => state.rooms.get(roomId))
  const reading = useChat(state => state.readings[roomId] ?? unread)
  const [editing, setEditing] = useState<Message>()

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return
    if (editing) setEditing(undefined)
    else leaveRoom(session)
  }

  if (!room) {
    return reading.failed ? <Failed onRetry={() => loadNewest(session, roomId)} /> : <TimelineSkeleton />
  }
  const isEmpty = room.messages.length === 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever the focus is inside the room
    <div class="room" onKeyDown={onKeyDown}>
      <RoomHeader room={room} />
      {isEmpty && reading.failed && <Failed onRetry={() => loadNewest(session, roomId)} />}
      {isEmpty && !reading.failed && !room.isLoaded && <TimelineSkeleton />}
      {isEmpty && room.isLoaded && <Placard title={text.noMessages} hint={text.noMessagesHint} />}
      {!isEmpty && <Timeline room={room} reading={reading} onEdit={setEditing} />}
      <NoticeLine />
      <Composer room={room} editing={editing} onEdit={setEditing} />
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

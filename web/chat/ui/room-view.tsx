import { useState } from "preact/hooks"
import { emptyConversation } from "../state/conversation.ts"
import { loadNewest, openRoom } from "../state/open-room.ts"
import type { Message } from "../wire/models.ts"
import { Composer } from "./composer.tsx"
import { leaveRoom } from "./leave-room.ts"
import { NoticeLine } from "./notice-line.tsx"
import { Placard } from "./placard.tsx"
import { RoomHeader } from "./room-header.tsx"
import { TimelineSkeleton } from "./skeleton.tsx"
import { text } from "./text.ts"
import { Timeline } from "./timeline.tsx"
import { useChat, useSession } from "./use-chat.ts"

export function RoomView({ roomId }: { roomId: string }) {
  const session = useSession()
  const room = useChat(state => state.rooms[roomId])
  const conversation = useChat(state => state.conversations[roomId] ?? emptyConversation)
  const [editing, setEditing] = useState<Message>()

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return
    if (editing) setEditing(undefined)
    else leaveRoom(session)
  }

  if (!room) {
    return conversation.failed ? <Failed onRetry={() => openRoom(session, roomId)} /> : <TimelineSkeleton />
  }
  const isEmpty = conversation.entries.length === 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever the focus is inside the room
    <div class="room" onKeyDown={onKeyDown}>
      <RoomHeader room={room} />
      {isEmpty && conversation.failed && <Failed onRetry={() => loadNewest(session, roomId)} />}
      {isEmpty && !conversation.failed && !conversation.isLoaded && <TimelineSkeleton />}
      {isEmpty && conversation.isLoaded && <Placard title={text.noMessages} hint={text.noMessagesHint} />}
      {!isEmpty && <Timeline room={room} conversation={conversation} onEdit={setEditing} />}
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

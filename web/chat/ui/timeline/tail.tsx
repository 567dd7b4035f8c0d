import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { PendingUploads } from "../composer/pending-uploads.tsx"
import { StreamingBubbles } from "../message/streaming-bubbles.tsx"
import { Placard } from "../parts/placard.tsx"
import { useChat } from "../use-chat.ts"
import { TypingBubble } from "./typing-bubble.tsx"

/** What stands below the newest message: files on their way, answers that are being made, and who is typing. */
export function Tail({ room, isEmpty }: { room: RoomView; isEmpty: boolean }) {
  const hasUploads = useChat(state => (state.uploads[room._id]?.length ?? 0) > 0)
  return (
    <>
      {isEmpty && !hasUploads && <Placard title={text.noMessages} hint={text.noMessagesHint} />}
      <PendingUploads roomId={room._id} />
      <StreamingBubbles roomId={room._id} />
      <TypingBubble roomId={room._id} isGroup={room.members.length > 2} />
    </>
  )
}

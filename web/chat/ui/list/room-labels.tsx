import { text } from "../../text/text.ts"
import { Dialog } from "../parts/dialog.tsx"
import { useChat } from "../use-chat.ts"
import { LabelFields } from "./label-fields.tsx"

/** In which folder a room is, and which tags it has. */
export function RoomLabels({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const room = useChat(state => state.rooms.get(roomId))
  if (!room) return null
  return (
    <Dialog title={text.labels.roomTitle} onClose={onClose}>
      <LabelFields room={room} />
    </Dialog>
  )
}

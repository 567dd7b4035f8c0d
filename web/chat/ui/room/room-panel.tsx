import { useState } from "preact/hooks"
import { blockOf } from "../../state/blocks.ts"
import { peerIn } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { Dialog } from "../parts/dialog.tsx"
import { useChat } from "../use-chat.ts"
import { Danger } from "./danger.tsx"
import { Members } from "./members.tsx"
import { PendingInvitations } from "./pending-invitations.tsx"
import { RoomFace } from "./room-face.tsx"
import { RoomSettings } from "./room-settings.tsx"
import { SharedShelf } from "./shared-shelf.tsx"
import { usePresence } from "./use-presence.ts"

/** Everything about a room beside its messages. */
export function RoomPanel({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const room = useChat(state => state.rooms.get(roomId))
  if (!room) return null
  return (
    <Dialog kind="panel" title={text.room.title} onClose={onClose}>
      <Inside room={room} onClose={onClose} />
    </Dialog>
  )
}

function Inside({ room, onClose }: { room: RoomView; onClose(): void }) {
  const me = useChat(state => state.me._id)
  const asked = usePresence(room._id)
  const [invited, setInvited] = useState(0)
  const isGroup = !peerIn(room, me)
  return (
    <div class="room-panel">
      <RoomFace room={room} asked={asked} />
      <BlockLine room={room} />
      <RoomSettings room={room} />
      {isGroup && (
        <Members room={room} asked={asked} onAdded={() => setInvited(times => times + 1)} onClose={onClose} />
      )}
      {isGroup && <PendingInvitations room={room} round={invited} />}
      <SharedShelf roomId={room._id} />
      <Danger room={room} />
    </div>
  )
}

/** Why nothing can be written, where it cannot. */
function BlockLine({ room }: { room: RoomView }) {
  const { isMine, isTheirs } = blockOf(room)
  if (!isMine && !isTheirs) return null
  const isDirect = room.roomType === "direct"
  const words = isMine ? text.room.youBlocked : isDirect ? text.room.theyBlocked : text.room.bannedHere
  return (
    <p class="block-line" role="status">
      {words}
    </p>
  )
}

import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { Confirm } from "../parts/confirm.tsx"
import { useSession } from "../use-chat.ts"

export function LeaveDialog({ room, onClose }: { room: Room; onClose(): void }) {
  const session = useSession()
  return (
    <Confirm
      title={text.room.leave}
      words={text.room.leaveSure}
      yes={text.room.leave}
      act={() => session.client.leave(room._id)}
      onClose={onClose}
    />
  )
}

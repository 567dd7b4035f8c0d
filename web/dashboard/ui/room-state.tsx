import type { Room } from "../wire/chat.ts"
import { useDesk } from "./desk.ts"
import { Pill } from "./pill.tsx"

export function RoomState({ room }: { room: Room }) {
  const { rooms } = useDesk().words
  return (
    <span class="pills">
      <Pill>{room.roomType === "direct" ? rooms.direct : rooms.group}</Pill>
      {room.status === 0 && <Pill mood="warn">{rooms.frozen}</Pill>}
    </span>
  )
}

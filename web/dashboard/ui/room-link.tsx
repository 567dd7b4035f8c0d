import { roomName } from "../state/names.ts"
import { addressOf } from "../state/places.ts"
import type { Room } from "../wire/chat.ts"
import { useDesk } from "./desk.ts"

/** A room by name, with a way to all that is known of it. */
export function RoomLink({ room }: { room: Room }) {
  const { rooms } = useDesk().words
  const name = roomName(room) || rooms.unnamed
  return (
    <span class="person-words">
      <a href={addressOf("rooms", room._id)}>{name}</a>
      {name !== room._id && <span class="muted small">{room._id}</span>}
    </span>
  )
}

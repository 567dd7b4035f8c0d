import { colourOf, initialsOf, nameOf, othersIn, roomName } from "../../state/names.ts"
import type { Client, Room } from "../../wire/models.ts"
import { useFileUrl } from "../message/use-file-url.ts"

const COLOURS = 8

/** The colour of a person or room, wherever it stands. */
export function tintOf(id: string): string {
  return `tint-${colourOf(id, COLOURS)}`
}

interface AvatarProps {
  id: string
  name: string
  picture?: string
  shape?: "round" | "square"
  size?: "tiny" | "small" | "medium" | "large"
}

/** A picture, or the initials on a colour that stays the same for the same id. */
export function Avatar({ id, name, picture, shape = "round", size = "medium" }: AvatarProps) {
  const { url, isBroken, onError } = useFileUrl(picture || undefined)
  return (
    <span class={`avatar avatar-${size} avatar-${shape} ${tintOf(id)}`} aria-hidden="true">
      {url && !isBroken ? <img src={url} alt="" decoding="async" onError={onError} /> : initialsOf(name)}
    </span>
  )
}

export function ClientAvatar({ client, size }: { client: Client; size?: AvatarProps["size"] }) {
  return <Avatar id={client._id} name={nameOf(client)} picture={client.avatarUrl} size={size} />
}

export function RoomAvatar({ room, me, size }: { room: Room; me: string; size?: AvatarProps["size"] }) {
  const others = othersIn(room, me)
  const peer = others.length === 1 && (room.roomType === "direct" || !room.name) ? others[0] : undefined
  if (peer && !room.cover) return <ClientAvatar client={peer} size={size} />
  return <Avatar id={room._id} name={roomName(room, me)} picture={room.cover} shape="square" size={size} />
}

import { timeOfId } from "../../../client/src/index.ts"
import type { Message, Room, RoomView } from "../wire/models.ts"

/** Places of the messages that are held, by id; made once for each list of them. */
const places = new WeakMap<readonly Message[], ReadonlyMap<string, Message>>()

function heldIn({ messages }: RoomView): ReadonlyMap<string, Message> {
  const known = places.get(messages)
  if (known) return known
  const made = new Map(messages.map(message => [message._id, message]))
  places.set(messages, made)
  return made
}

/**
 * Whether a message stands below the one with an id ("" for the beginning). Where that one is held the server's order decides; else all that is
 * known of it is the time in its id.
 */
export function isBelow(room: RoomView, message: Message, id: string): boolean {
  if (id === "") return true
  if (message._id === id) return false
  const other = heldIn(room).get(id) ?? (room.lastMessage?._id === id ? room.lastMessage : undefined)
  if (other?.roomSeq !== undefined && message.roomSeq !== undefined) return message.roomSeq > other.roomSeq
  return message.createdAtMS > (other?.createdAtMS ?? timeOfId(id))
}

/** Ids of the others who have read up to a message. */
export function readersOf(room: RoomView, message: Message, me: string): string[] {
  const others = (room.memberProperties ?? []).filter(({ client }) => client !== me)
  return others
    .filter(({ lastRead }) => lastRead && !isBelow(room, message, lastRead))
    .map(({ client }) => client)
}

export function lastReadBy(room: Room, client: string): string | undefined {
  return room.memberProperties?.find(property => property.client === client)?.lastRead
}

import type { Message, Room, RoomView } from "../wire/models.ts"
import type { ChatState } from "./chat-state.ts"
import type { Session } from "./session.ts"

/** Pinned first, then by last activity. Rooms the user has hidden stay away until something happens in them. */
export function sortRooms<R extends Room>(rooms: Iterable<R>): R[] {
  return inOrder([...rooms].filter(room => !room.pref?.hidden))
}

/** Pinned first, then by last activity. */
export function inOrder<R extends Room>(rooms: readonly R[]): R[] {
  const isPinned = (room: Room) => Number(Boolean(room.pref?.sticky))
  return rooms.toSorted((a, b) => isPinned(b) - isPinned(a) || activityOf(b) - activityOf(a))
}

/** Something the user wrote, or a file, was refused. */
export function hasFailed({ uploads }: Pick<ChatState, "uploads">, { _id, messages }: RoomView): boolean {
  if (uploads[_id]?.some(({ stage }) => stage === "refused")) return true
  return messages.at(-1)?.delivery !== undefined && messages.some(({ delivery }) => delivery === "refused")
}

export function activityOf(room: Room): number {
  return room.lastMessage?.createdAtMS ?? room.createdTimeMS ?? 0
}

/** The rooms that this page shows. */
export function shownRooms(session: Session, { rooms }: ChatState): RoomView[] {
  return [...rooms.values()].filter(room => belongs(session, room))
}

type Looking = Pick<ChatState, "openRoomId" | "attended">

/** What the user has not seen in a room; nothing while they look at it. */
export function unreadOf({ openRoomId, attended }: Looking, room: Room): number {
  return attended && openRoomId === room._id ? 0 : (room.unread ?? 0)
}

/** Muted rooms count too: the total is defined over all rooms. */
export function unreadTotal(session: Session, state: ChatState): number {
  return shownRooms(session, state).reduce((sum, room) => sum + unreadOf(state, room), 0)
}

export function firstRoom(session: Session): RoomView | undefined {
  return sortRooms(shownRooms(session, session.store.get()))[0]
}

/** Whether this page shows the room at all. */
function belongs({ onlyRoom, roomTag }: Session, room: Room): boolean {
  if (onlyRoom) return room._id === onlyRoom
  return !roomTag || Boolean(room.roomTags?.includes(roomTag))
}

/** The messages of a room that are stored, without those on their way. */
export function newestStored({ messages, lastMessage }: RoomView): Message | undefined {
  return messages.findLast(({ delivery }) => !delivery) ?? lastMessage
}

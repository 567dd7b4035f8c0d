import type { Message, Room } from "../wire/models.ts"

type Rooms = Record<string, Room>

/** Pinned first, then by last activity. Rooms the user has hidden stay away until something happens in them. */
export function sortRooms(rooms: Rooms): Room[] {
  return Object.values(rooms)
    .filter(room => !room.pref?.hidden)
    .sort(
      (a, b) =>
        Number(Boolean(b.pref?.sticky)) - Number(Boolean(a.pref?.sticky)) || activityOf(b) - activityOf(a),
    )
}

export function activityOf(room: Room): number {
  return room.lastMessage?.createdAtMS ?? room.createdTimeMS ?? 0
}

/** Muted rooms count too: the total is defined over all rooms. */
export function unreadTotal(rooms: Rooms): number {
  return Object.values(rooms).reduce((sum, room) => sum + (room.unread ?? 0), 0)
}

export function putRooms(rooms: Rooms, fresh: Room[]): Rooms {
  const next = { ...rooms }
  for (const room of fresh) next[room._id] = { ...next[room._id], ...room }
  return next
}

export function changeRoom(rooms: Rooms, id: string, change: Partial<Room>): Rooms {
  const room = rooms[id]
  return room ? { ...rooms, [id]: { ...room, ...change } } : rooms
}

export function dropRoom(rooms: Rooms, id: string): Rooms {
  const { [id]: _gone, ...rest } = rooms
  return rest
}

/** Edits and recalls arrive like messages, with the id and time they always had: those are not news. */
export function isNews(room: Room, message: Message): boolean {
  const last = room.lastMessage
  return !last || (last._id !== message._id && message.createdAtMS >= last.createdAtMS)
}

/** A room after a message in it: own ones and those being looked at leave nothing unread. */
export function withMessage(room: Room, message: Message, { isRead }: { isRead: boolean }): Room {
  if (message.isHidden) return room
  if (room.lastMessage?._id === message._id) return { ...room, lastMessage: message }
  if (!isNews(room, message)) return room
  const pref = room.pref && { ...room.pref, hidden: false }
  return { ...room, pref, lastMessage: message, unread: isRead ? 0 : (room.unread ?? 0) + 1 }
}

export function withLastRead(room: Room, client: string, lastRead: string): Room {
  const others = (room.memberProperties ?? []).filter(property => property.client !== client)
  const own = room.memberProperties?.find(property => property.client === client)
  return { ...room, memberProperties: [...others, { ...own, client, lastRead }] }
}

/**
 * What should be unread, by the plainest account: a list of messages per room, and a marker per member. Nothing is
 * subtracted; everything is counted anew each time it is asked for.
 */

export interface Message {
  id: string
  /** Its place in the room. */
  seq: number
  senderId: string
  messageType: string
  mentions: string[]
  hidden: boolean
  /** Who deleted it for themselves. */
  deletedBy: Set<string>
}

export interface Room {
  id: string
  kind: "group" | "direct"
  ownerId: string | null
  tags: string[]
  frozen: boolean
  /** Users and groups that are in it by name. */
  named: Set<string>
  /** They do not come in with a group. */
  banned: Set<string>
  /** Member → the place up to which they have read. */
  markers: Map<string, number>
  /** Those that are there, in their order. */
  messages: Message[]
  /** The place of the newest message that ever was. */
  end: number
}

export interface Model {
  users: string[]
  /** Group → its people. */
  groups: Map<string, string[]>
  rooms: Map<string, Room>
}

export const isMember = (room: Room, userId: string): boolean => room.markers.has(userId)

export const membersOf = (room: Room): string[] => [...room.markers.keys()]

/** Whether a user stands above the others. */
export const seesHidden = (room: Room, userId: string): boolean =>
  isMember(room, userId) && room.ownerId === userId

export const visible = (room: Room, userId: string): Message[] =>
  room.messages.filter(
    message => !message.deletedBy.has(userId) && (!message.hidden || seesHidden(room, userId)),
  )

const unreadMessages = (room: Room, userId: string): Message[] =>
  room.messages.filter(
    message =>
      message.seq > (room.markers.get(userId) ?? Infinity) &&
      !message.hidden &&
      !message.deletedBy.has(userId),
  )

export const unread = (room: Room, userId: string): number => unreadMessages(room, userId).length

export const isMentioned = (room: Room, userId: string): boolean =>
  unreadMessages(room, userId).some(message => message.mentions.includes(userId))

/** The active rooms of a user. */
export const roomsOf = (model: Model, userId: string): Room[] =>
  [...model.rooms.values()].filter(room => !room.frozen && isMember(room, userId))

/** @param counts which rooms; absent, all. */
export const badge = (model: Model, userId: string, counts: (room: Room) => boolean = () => true): number =>
  roomsOf(model, userId)
    .filter(counts)
    .reduce((sum, room) => sum + unread(room, userId), 0)

/** Brings the members into step with names and groups: who comes now has read everything. */
export function settleMembers({ users, groups }: Model, room: Room): void {
  const people = new Set([...room.named].flatMap(id => groups.get(id) ?? []))
  for (const id of users) {
    const named = room.named.has(id)
    if (!named && !people.has(id)) room.markers.delete(id)
    else if (!isMember(room, id) && (named || !room.banned.has(id))) room.markers.set(id, room.end)
  }
}

/** Adds a message that was sent; who sends has read everything before it. */
export function receive(room: Room, message: Omit<Message, "hidden" | "deletedBy">): void {
  room.messages.push({ ...message, hidden: false, deletedBy: new Set() })
  room.end = message.seq
  if (isMember(room, message.senderId)) room.markers.set(message.senderId, message.seq)
}

/** Markers only move forward. */
export function read(room: Room, userId: string, message: Message): void {
  room.markers.set(userId, Math.max(room.markers.get(userId) ?? 0, message.seq))
}

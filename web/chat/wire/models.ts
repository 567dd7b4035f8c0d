/** The part of the wire's objects that the page reads (contract: client-compat, section 6). */

export interface Client {
  _id: string
  id?: string
  nickname?: string
  avatarUrl?: string
  clientType?: string
  isRobot?: boolean
}

export interface Picture {
  originalUrl?: string
  thumbnailUrl?: string
  width?: number
  height?: number
}

export interface Message extends Picture {
  _id: string
  room: string
  sender: Client
  messageType: string
  message?: unknown
  /** Its place among the messages of its room. */
  roomSeq?: number
  createdAtMS: number
  updatedAtMS?: number
  editedAt?: unknown
  isHidden?: boolean
  mentions?: string[]
  reactions?: { client: string; reaction: string }[]
  reply?: Message | string | null
  images?: Picture[]
  sticker?: string
  member?: Client
  extra?: unknown
}

export interface MemberProperty {
  client: string
  lastRead?: string
  badge?: number
}

export interface Room {
  _id: string
  name?: string
  cover?: string
  roomType?: string
  roomTags?: string[]
  status?: number
  members: Client[]
  memberProperties?: MemberProperty[]
  lastMessage?: Message
  unread?: number
  muted?: boolean
  pref?: { sticky?: boolean; hidden?: boolean; muted?: boolean }
  createdTimeMS?: number
}

export interface LastReadEvent {
  roomID: string
  memberID: string
  messageID: string
}

export interface TypingEvent {
  room: string
  message: string
  sender: string
  senderInfo?: Client
}

export interface MessageDeletedEvent {
  room: string
  messageID: string
}

export interface UserDeleteMessagesEvent {
  room: string
  messages: string[]
  isUserDeleteAllMessagesInRoom?: boolean
}

export interface RoomPrefEvent {
  room: string
  muted?: boolean
  hidden?: boolean
  sticky?: boolean
}

/** What was missed in a room. `afresh`: nothing held of its messages is good any more, these are the newest. */
export interface MissedInRoom {
  room: Room
  afresh: boolean
  messages: Message[]
  deleted: string[]
}

/** What was missed since the last time; `roomIds` are all rooms of the user, if that list changed. */
export interface Missed {
  roomIds?: string[]
  rooms: MissedInRoom[]
}

export interface Page<T> {
  totalCount: number
  data: T[]
}

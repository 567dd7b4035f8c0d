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

export interface Page<T> {
  totalCount: number
  data: T[]
}

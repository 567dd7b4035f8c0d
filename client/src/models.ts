/** The wire's objects, as far as this client reads them; the server sends more fields, and all of them are kept. */

export interface Client {
  _id: string
  id?: string
  nickname?: string
  avatarUrl?: string
  clientType?: string
  isRobot?: boolean
  [field: string]: unknown
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
  /** Text for most types; an object or text for cards. */
  message?: unknown
  createdAtMS: number
  /** Its place among all messages of the room; unsent ones have none. */
  roomSeq?: number
  /** Rises with every change. */
  updatedAtMS?: number
  editedAt?: string
  mentions?: string[]
  reactions?: { client: string; reaction: string }[]
  pinned?: boolean
  isHidden?: boolean
  isDeleted?: boolean
  reply?: Message | string | null
  images?: Picture[]
  sticker?: string
  /** Whom a system message is about. */
  member?: Client
  /** Seconds, of sound and video. */
  duration?: number
  latitude?: number
  longitude?: number
  /** An object or, from older clients, its JSON text. */
  extra?: unknown
  [field: string]: unknown
}

export interface MemberProperty {
  client: string
  lastRead?: string
  badge?: number
  role?: string
  [field: string]: unknown
}

export interface Room {
  _id: string
  name?: string
  cover?: string
  description?: string
  roomType?: string
  roomTags?: string[]
  status?: number
  members: Client[]
  memberProperties?: MemberProperty[]
  lastMessage?: Message
  unread?: number
  isMentioned?: boolean
  isSuperuser?: boolean
  muted?: boolean
  pref?: { muted?: boolean; hidden?: boolean; sticky?: boolean; [field: string]: unknown }
  createdTimeMS?: number
  [field: string]: unknown
}

export interface Invitation {
  _id: string
  room: { _id: string; [field: string]: unknown }
  inviter?: Client
  invitee?: Client
  [field: string]: unknown
}

export interface Pref {
  key: string
  data: unknown
}

export interface Typing {
  room: string
  message: string
  sender: string
  senderInfo?: Client
}

export interface StreamedPiece {
  messageId: string
  room: string
  sender: string
  senderInfo?: Client
  /** The next piece, not the text so far. */
  text: string
}

/** An answer of `GET /me/changes`: what was missed since a cursor. Lists are whole where anything in them changed. */
export interface Changes {
  cursor: string
  more: boolean
  reset: boolean
  roomIds?: string[]
  prefs?: Pref[]
  invitations?: Invitation[]
  rooms: RoomChanges[]
}

export interface RoomChanges {
  room: Room
  /** Nothing held of the room's messages is good any more: these are its newest. */
  afresh: boolean
  messages: Message[]
  deleted: string[]
}

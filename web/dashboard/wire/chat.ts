/** Users, rooms, messages and reports, as far as the page reads them. */

export interface Client {
  _id: string
  nickname?: string
  avatarUrl?: string
  clientType?: string
  isRobot?: boolean
}

export interface User extends Client {
  description?: string
  createdAt?: number
  lastLoginAt?: number
  isConnected?: boolean
  isBanned?: boolean
}

export interface Device {
  deviceId: string
  type: string
  createdAt?: number
  lastSeenAt?: number
}

export interface AccessToken {
  masked: string
  createdAt?: number
  expiresAt: number
}

export interface UserDetail {
  client: User
  rooms: Room[]
  devices: Device[]
  tokens: AccessToken[]
}

export interface TokenLink {
  token: string
  link: string
}

export interface Message {
  _id: string
  room: string
  roomName?: string
  sender: Client
  messageType: string
  message?: unknown
  extra?: unknown
  isHidden?: boolean
  editedAt?: unknown
  createdAtMS: number
}

export interface Room {
  _id: string
  name?: string
  cover?: string
  description?: string
  roomType?: string
  owner?: Client
  members?: Client[]
  memberCount?: number
  roomTags?: string[]
  webhook?: string
  status?: number
  lastMessage?: Message
  createdTimeMS?: number
}

export interface Ban {
  client: Client
  createdAt: number
}

export interface Report {
  _id: string
  reporter: Client
  room?: { _id: string; name?: string }
  message?: Message
  messageId?: string
  client?: Client
  reason: string
  text?: string
  createdAt: number
  state: ReportState
  note?: string
  closedBy?: string
  closedAt?: number
}

export type ReportState = "open" | "closed"

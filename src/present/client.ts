import { isoOf } from "../lib/clock.ts"
import type { ClientRow } from "../store/clients.ts"
import type { OwnClient } from "../store/room-prefs.ts"

interface SenderShown {
  _id: string
  id: string
  clientType: "user" | "group"
  nickname: string
  avatarUrl: string
  description?: string
  isRobot: boolean
  lastLoginTimeMS: number
  /** The people of a group. */
  members?: SenderShown[]
}

/** The short form in messages, events and callbacks (contract: openapi.yaml ClientEmbedded). */
export function presentSender(client: ClientRow): SenderShown {
  return {
    _id: client.id,
    id: client.id,
    clientType: client.clientType,
    nickname: client.nickname,
    avatarUrl: client.avatarUrl,
    ...(client.description === null ? {} : { description: client.description }),
    isRobot: client.isRobot,
    lastLoginTimeMS: client.lastLoginAt,
    ...(client.people ? { members: client.people.map(presentSender) } : {}),
  }
}

/** The short form of somebody who may be unknown here. */
export function presentPerson(id: string, people: ReadonlyMap<string, ClientRow>): SenderShown {
  const client = people.get(id)
  if (client) return presentSender(client)
  return { _id: id, id, clientType: "user", nickname: "", avatarUrl: "", isRobot: false, lastLoginTimeMS: 0 }
}

/** Whether a user has a live socket. */
export type IsConnected = (clientId: string) => boolean

/**
 * A member of a room: everything stored but address, user agent, e-mail, mutes and push switch.
 * @param isConnected absent: the reader is not told.
 */
export function presentMember(client: ClientRow, isConnected: IsConnected | undefined) {
  const { email: _, ...fields } = client.fields
  return {
    ...fields,
    ...presentSender(client),
    ...(isConnected && connection(client, isConnected)),
    ...loginTime(client),
    notificationEnabled: client.notificationEnabled,
  }
}

/** A group has no sockets, its people have. */
function connection(client: ClientRow, isConnected: IsConnected) {
  if (client.clientType === "user") return { isSocketConnected: isConnected(client.id) }
  const people = client.people ?? []
  return {
    members: people.map(person => ({
      ...presentSender(person),
      isSocketConnected: isConnected(person.id),
    })),
  }
}

/** The user's own record, also shown to the API key (contract: openapi.yaml Client). */
export function presentClient(client: OwnClient, appID: string) {
  return {
    ...client.fields,
    ...presentSender(client),
    ...loginTime(client),
    appID,
    mute: client.mutedRooms,
    notificationEnabled: client.notificationEnabled,
    ...(client.address ? { address: client.address } : {}),
    ...(client.userAgent === null ? {} : { userAgent: client.userAgent }),
    createdAt: isoOf(client.createdAt),
    updatedAt: isoOf(client.updatedAt),
  }
}

const loginTime = ({ lastLoginAt }: ClientRow) =>
  lastLoginAt === 0 ? {} : { lastLoginTime: isoOf(lastLoginAt) }

import { isoOf } from "../lib/clock.ts"
import type { ClientRow } from "../store/clients.ts"
import type { MemberRow } from "../store/members.ts"
import type { RoomRow } from "../store/rooms.ts"
import type { MessageView, RoomView, RoomViews } from "../store/views.ts"
import { type IsConnected, presentMember, presentSender } from "./client.ts"
import { presentMessage } from "./message.ts"
import { presentPref } from "./room-pref.ts"

/** How the room is shown: to a user (whose own fields it carries), or to the API key. */
export interface RoomReader {
  appID: string
  readTracking: boolean
  clientId: string | null
  isPlatform: boolean
  /** Absent for who is not in the room: they do not learn which members are there. */
  isConnected?: IsConnected
}

type People = ReadonlyMap<string, ClientRow>

/** The one room that was viewed. */
export const presentOnly = ({ rooms, people }: RoomViews, reader: RoomReader) =>
  rooms[0] && presentRoom(rooms[0], people, reader)

/** A room with whole members and the reader's own fields (contract: rest-extended.md 3.1). */
export function presentRoom(view: RoomView, people: People, reader: RoomReader) {
  const { room, members } = view
  const lastMessage = lastMessageFor(view, reader.clientId)
  const users = members.filter(member => people.get(member.clientId)?.clientType !== "group")
  return {
    ...presentFields(room, people, reader.appID),
    members: members.flatMap(member => {
      const client = member.named ? people.get(member.clientId) : undefined
      return client ? [presentMember(client, reader.isConnected)] : []
    }),
    memberProperties: users.map(member => presentProperty(member, reader)),
    ...(lastMessage ? { lastMessage: presentMessage(lastMessage, reader.appID) } : {}),
    ...ownFields(view, people, reader),
  }
}

function lastMessageFor(view: RoomView, clientId: string | null): MessageView | undefined {
  return clientId !== null && view.ownLast.has(clientId) ? view.ownLast.get(clientId) : view.lastMessage
}

/** What is the same for everybody, without members and messages. */
export function presentFields(room: RoomRow, people: People, appID: string) {
  const owner = room.ownerId === null ? undefined : people.get(room.ownerId)
  return {
    _id: room.id,
    id: room.id,
    appID,
    name: room.name,
    cover: room.cover,
    description: room.description,
    roomType: room.roomType,
    ...(owner ? { owner: presentSender(owner) } : {}),
    managers: room.managers,
    roomTags: room.roomTags,
    ...(room.webhook === null ? {} : { webhook: room.webhook }),
    botMode: room.botMode ?? room.webhook !== null,
    botState: room.botState,
    extParams: room.extParams,
    encrypted: room.encrypted,
    serviceStatus: 0,
    status: room.status,
    opening: room.opening,
    createdTime: isoOf(room.createdAt),
    createdTimeMS: room.createdAt,
  }
}

function presentProperty(member: MemberRow, { readTracking }: RoomReader) {
  return {
    ...member.properties,
    client: member.clientId,
    badge: readTracking ? member.unread : 0,
    ...(member.lastRead === null ? {} : { lastRead: member.lastRead }),
    ...(member.role === null ? {} : { role: member.role }),
  }
}

function ownFields(view: RoomView, people: People, reader: RoomReader) {
  const { clientId } = reader
  if (clientId === null) return { isSuperuser: true }
  const self = view.members.find(member => member.clientId === clientId)
  const pref = presentPref(view.prefs.get(clientId))
  return {
    ...(self ? { unread: reader.readTracking ? self.unread : 0 } : {}),
    isMentioned: view.mentioned.has(clientId),
    muted: pref.muted,
    isSuperuser: reader.isPlatform || view.superusers.has(clientId),
    pref,
    ...blockFields(view, people, clientId),
  }
}

/** Whom the reader blocked in a direct room, and who blocked or banned the reader. */
function blockFields(view: RoomView, people: People, clientId: string) {
  const direct = view.room.roomType === "direct"
  const side = direct ? sideOf(view, people, clientId) : clientId
  const made = direct ? view.blocks.find(block => block.blockerId === side) : undefined
  const met = view.blocks.find(block => block.blockeeId === side)
  return {
    ...(made ? { didBlockAt: isoOf(made.createdAt), didBlockAtMS: made.createdAt } : {}),
    ...(met ? { wasBlockedAt: isoOf(met.createdAt), wasBlockedAtMS: met.createdAt } : {}),
  }
}

/** The side of a direct room that a user is on: their own, or that of their group. */
const sideOf = ({ members }: RoomView, people: People, clientId: string) =>
  members.find(
    ({ named, clientId: id }) =>
      named && (id === clientId || people.get(id)?.people?.some(person => person.id === clientId)),
  )?.clientId

import { isoOf } from "../lib/clock.ts"
import type { ClientRow } from "../store/clients.ts"
import type { MemberRow } from "../store/members.ts"
import type { RoomRow } from "../store/rooms.ts"
import type { RoomView } from "../store/views.ts"
import { presentMember, presentSender } from "./client.ts"
import { presentMessage } from "./message.ts"

/** How the room is shown: to a user (whose own fields it carries), or to the API key. */
export interface RoomReader {
  appID: string
  readTracking: boolean
  clientId: string | null
  isPlatform: boolean
}

type People = ReadonlyMap<string, ClientRow>

/** A room with whole members and the reader's own fields (contract: rest-extended.md 3.1). */
export function presentRoom(view: RoomView, people: People, reader: RoomReader) {
  const { room, members, lastMessage } = view
  return {
    ...presentFields(room, people, reader),
    members: members.flatMap(member => {
      const client = people.get(member.clientId)
      return client ? [presentMember(client)] : []
    }),
    memberProperties: members.map(member => presentProperty(member, reader)),
    ...(lastMessage ? { lastMessage: presentMessage(lastMessage, reader.appID) } : {}),
    ...ownFields(view, reader),
  }
}

function presentFields(room: RoomRow, people: People, { appID }: RoomReader) {
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

function ownFields({ room, members, mentioned }: RoomView, reader: RoomReader) {
  if (reader.clientId === null) return { isSuperuser: true }
  const self = members.find(member => member.clientId === reader.clientId)
  return {
    ...(self ? { unread: reader.readTracking ? self.unread : 0 } : {}),
    isMentioned: mentioned.has(reader.clientId),
    muted: false,
    isSuperuser:
      reader.isPlatform ||
      room.ownerId === reader.clientId ||
      room.managers.includes(reader.clientId) ||
      self?.role === "admin",
    pref: {
      tags: [],
      tagColors: {},
      folder: "",
      sticky: false,
      hidden: false,
      muted: false,
      translation: false,
    },
  }
}

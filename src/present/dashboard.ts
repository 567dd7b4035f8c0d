import type { ClientRow } from "../store/clients.ts"
import type { RoomRow } from "../store/rooms.ts"
import { type IsConnected, presentSender } from "./client.ts"

/** How operators are shown things: times in ms since the epoch, and only what their pages need. */

export function presentUser(client: ClientRow, isConnected: IsConnected) {
  const { members: _, lastLoginTimeMS, ...sender } = presentSender(client)
  return {
    ...sender,
    createdAt: client.createdAt,
    ...(lastLoginTimeMS === 0 ? {} : { lastLoginAt: lastLoginTimeMS }),
    isConnected: isConnected(client.id),
  }
}

/** @param memberCount groups and the people of groups included. */
export function presentRoomRow(room: RoomRow, memberCount: number) {
  return {
    _id: room.id,
    name: room.name,
    cover: room.cover,
    description: room.description,
    roomType: room.roomType,
    roomTags: room.roomTags,
    ...(room.webhook === null ? {} : { webhook: room.webhook }),
    status: room.status,
    opening: room.opening,
    memberCount,
    createdTimeMS: room.createdAt,
    ...(room.lastMessageAt === 0 ? {} : { lastMessageAt: room.lastMessageAt }),
  }
}

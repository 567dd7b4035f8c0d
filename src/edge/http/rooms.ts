import { markRead } from "../../chat/reads.ts"
import { createRoom, getRoom, listRooms } from "../../chat/rooms.ts"
import { presentRoom } from "../../present/room.ts"
import { lastRead, roomCreate, roomList } from "../../wire/bodies/rooms.ts"
import type { Api } from "./api.ts"
import { readRoomQuery } from "./room-query.ts"

export function roomRoutes({ route, ctx, reader }: Api): void {
  route(
    "POST",
    "/rooms",
    "anyone",
    { summary: "Create a room without joining it", body: roomCreate },
    async ({ caller, body }) => {
      const { room, memberIds } = await createRoom(ctx, caller, body)
      const { rooms, people } = await getRoom(ctx, caller, room.id)
      return rooms[0] && { ...presentRoom(rooms[0], people, reader(caller)), members: memberIds }
    },
  )

  route(
    "GET",
    "/rooms",
    "anyone",
    { summary: "List the rooms of the calling user", query: roomList },
    async ({ caller, query }) => {
      const { filter, ...page } = readRoomQuery(query, caller.clientId)
      const { totalCount, rooms, people } = await listRooms(ctx, caller, page, filter)
      return { totalCount, data: rooms.map(view => presentRoom(view, people, reader(caller))) }
    },
  )

  route(
    "GET",
    "/rooms/:roomId",
    "anyone",
    { summary: "A room with its members" },
    async ({ caller, params }) => {
      const { rooms, people } = await getRoom(ctx, caller, params.roomId ?? "")
      return rooms[0] && presentRoom(rooms[0], people, reader(caller))
    },
  )

  route(
    "PUT",
    "/rooms/:roomId/lastRead",
    "anyone",
    { summary: "Report the last message the caller has read", body: lastRead },
    async ({ caller, params, body }) => {
      const state = await markRead(ctx, caller, params.roomId ?? "", body?.message || undefined)
      return {
        client: state.clientId,
        ...(state.lastRead === null ? {} : { lastRead: state.lastRead }),
        badge: state.unread,
      }
    },
  )
}

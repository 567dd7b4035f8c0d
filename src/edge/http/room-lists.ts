import { Type } from "typebox"
import { listQuitted, listRoomIds, listRooms, roomExists } from "../../chat/rooms.ts"
import { presentQuitted } from "../../present/quitted-room.ts"
import { presentRoom } from "../../present/room.ts"
import { roomIds, roomList } from "../../wire/bodies/rooms.ts"
import { existence, page, room } from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { readRoomQuery } from "./room-query.ts"

export function roomListRoutes({ route, ctx, reader }: Api): void {
  route(
    "GET",
    "/rooms",
    "anyone",
    { summary: "List the rooms of the calling user", query: roomList, result: page(room) },
    async ({ caller, query }) => {
      const { filter, ...asked } = readRoomQuery(query, caller.clientId)
      const { totalCount, rooms, people } = await listRooms(ctx, caller, asked, filter)
      return { totalCount, data: rooms.map(view => presentRoom(view, people, reader(caller))) }
    },
  )

  route(
    "GET",
    "/rooms/ids",
    "anyone",
    { summary: "Ids of the caller's rooms", query: roomIds, result: page(Type.String()) },
    async ({ caller, query: { skip = 0, limit } }) => {
      const { totalCount, ids } = await listRoomIds(ctx, caller, { skip, limit: limit || undefined })
      return { totalCount, data: ids }
    },
  )

  route(
    "GET",
    "/rooms/quitted",
    "anyone",
    { summary: "Rooms the caller left or was removed from", result: page(room) },
    async ({ caller }) => {
      const rooms = await listQuitted(ctx, caller)
      return { totalCount: rooms.length, data: rooms.map(presentQuitted) }
    },
  )

  route(
    "GET",
    "/rooms/:roomId/exists",
    "anyone",
    { summary: "Whether a room id is taken", result: existence },
    async ({ caller, params }) => ({ exists: await roomExists(ctx, caller, params.roomId ?? "") }),
  )
}

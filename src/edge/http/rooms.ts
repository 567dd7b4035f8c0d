import { createAndJoin } from "../../chat/create-and-join.ts"
import { markRead } from "../../chat/reads.ts"
import { deleteRoom } from "../../chat/room-removal.ts"
import { updateRoom } from "../../chat/room-update.ts"
import { createRoom, getRoom } from "../../chat/rooms.ts"
import { startTyping } from "../../chat/typing.ts"
import { presentOnly } from "../../present/room.ts"
import {
  botState,
  lastRead,
  roomCreate,
  roomCreateAndJoin,
  roomUpdate,
  typing,
} from "../../wire/bodies/rooms.ts"
import * as models from "../../wire/models.ts"
import type { Api } from "./api.ts"

const path = "/rooms/:roomId"

export function roomRoutes({ route, ctx, reader }: Api): void {
  route(
    "POST",
    "/rooms",
    "anyone",
    { summary: "Create a room without joining it", body: roomCreate, result: models.roomCreated },
    async ({ caller, body }) => {
      const { room, memberIds } = await createRoom(ctx, caller, body)
      return {
        ...presentOnly(await getRoom(ctx, caller, room.id), reader(caller)),
        members: memberIds,
      }
    },
  )

  route(
    "POST",
    "/rooms/createAndJoin",
    "anyone",
    { summary: "Create a room, join it and invite others", body: roomCreateAndJoin, result: models.room },
    async ({ caller, body }) => presentOnly(await createAndJoin(ctx, caller, body), reader(caller)),
  )

  route(
    "GET",
    path,
    "anyone",
    { summary: "A room with its members", result: models.room },
    async ({ caller, params }) =>
      presentOnly(await getRoom(ctx, caller, params.roomId ?? ""), reader(caller)),
  )

  route(
    "PUT",
    path,
    "anyone",
    { summary: "Update a room, freeze or unfreeze it", body: roomUpdate, result: models.room },
    async ({ caller, params, body }) =>
      presentOnly(await updateRoom(ctx, caller, params.roomId ?? "", body), reader(caller)),
  )

  route(
    "PUT",
    `${path}/bot`,
    "anyone",
    { summary: "Set the state of a room's bot", body: botState, result: models.room },
    async ({ caller, params, body }) => {
      const changes = { botState: body.botState }
      return presentOnly(await updateRoom(ctx, caller, params.roomId ?? "", changes), reader(caller))
    },
  )

  route(
    "DELETE",
    path,
    "anyone",
    { summary: "Delete a room and its messages for good", result: models.writeResult },
    async ({ caller, params }) => {
      await deleteRoom(ctx, caller, params.roomId ?? "")
      return { n: 1, ok: 1 }
    },
  )

  route(
    "PUT",
    `${path}/lastRead`,
    "anyone",
    { summary: "Report the last message the caller has read", body: lastRead, result: models.lastRead },
    async ({ caller, params, body }) => {
      const state = await markRead(ctx, caller, params.roomId ?? "", body?.message || undefined)
      return {
        client: state.clientId,
        ...(state.lastRead === null ? {} : { lastRead: state.lastRead }),
        badge: state.unread,
      }
    },
  )

  route(
    "POST",
    `${path}/typing`,
    "anyone",
    { summary: "Tell the room that the caller is typing", body: typing, result: models.typing },
    async ({ caller, params: { roomId = "" }, body }) => {
      const message = (body?.message ?? "").slice(0, 1000)
      return { room: roomId, message, sender: await startTyping(ctx, caller, roomId, message) }
    },
  )
}

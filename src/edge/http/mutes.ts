import { muteMyRoom, muteRoomOf, unmuteMyRoom, unmuteRoomOf } from "../../chat/mutes.ts"
import { presentClient } from "../../present/client.ts"
import { client } from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** Mutes; nothing has a body, and each answers the user with the rooms that are muted now. */
export function muteRoutes({ route, ctx, appID }: Api): void {
  const ownPath = "/me/mute/:roomId"

  route(
    "POST",
    ownPath,
    "anyone",
    { summary: "Mute a room for oneself", result: client },
    async ({ caller, params: { roomId = "" } }) =>
      presentClient(await muteMyRoom(ctx, caller, roomId), appID),
  )

  route(
    "DELETE",
    ownPath,
    "anyone",
    { summary: "Unmute a room for oneself", result: client },
    async ({ caller, params: { roomId = "" } }) =>
      presentClient(await unmuteMyRoom(ctx, caller, roomId), appID),
  )

  const path = "/admin/clients/:clientId/mute/:roomId"

  route(
    "POST",
    path,
    "platform",
    { summary: "Mute a room for a user", result: client },
    async ({ params: { clientId = "", roomId = "" } }) =>
      presentClient(await muteRoomOf(ctx, clientId, roomId), appID),
  )

  route(
    "DELETE",
    path,
    "platform",
    { summary: "Unmute a room for a user", result: client },
    async ({ params: { clientId = "", roomId = "" } }) =>
      presentClient(await unmuteRoomOf(ctx, clientId, roomId), appID),
  )
}

import { addMembers, joinRoom } from "../../chat/joining.ts"
import { removeMembers } from "../../chat/leaving.ts"
import { setMemberProperty } from "../../chat/member-properties.ts"
import { presentOnly } from "../../present/room.ts"
import { join, memberAdd, memberProperty, membersAdd, membersRemove } from "../../wire/bodies/members.ts"
import { room } from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** Here a body that is no object lacks what must be given. */
export const bodyFlaws = {
  missing: "MISSING_PARAMETER",
  flawed: "INVALID_PARAMETER",
  formless: "MISSING_PARAMETER",
} as const

/** Who is in a room; each answers the room as it then is. */
export function memberRoutes({ route, ctx, reader }: Api): void {
  route(
    "POST",
    "/rooms/:roomId/join",
    "anyone",
    { summary: "Join a room or accept an invitation", body: join, result: room },
    async ({ caller, params: { roomId = "" }, body }) =>
      presentOnly(await joinRoom(ctx, caller, roomId, body ?? {}), reader(caller)),
  )

  route(
    "POST",
    "/rooms/:roomId/members",
    "anyone",
    { summary: "Add or invite members", body: membersAdd, flawed: bodyFlaws, result: room },
    async ({ caller, params: { roomId = "" }, body }) =>
      presentOnly(await addMembers(ctx, caller, roomId, body.invitees, body), reader(caller)),
  )

  route(
    "POST",
    "/rooms/:roomId/delete/members",
    "anyone",
    { summary: "Remove members or leave", body: membersRemove, flawed: bodyFlaws, result: room },
    async ({ caller, params: { roomId = "" }, body: { members, systemMessage } }) =>
      presentOnly(await removeMembers(ctx, caller, roomId, members, systemMessage), reader(caller)),
  )

  const path = "/rooms/:roomId/members/:clientId"

  route(
    "POST",
    path,
    "anyone",
    { summary: "Add one member", body: memberAdd, result: room },
    async ({ caller, params: { roomId = "", clientId = "" }, body }) => {
      // The oldest form has no body, and always told the room.
      const options = body ?? { systemMessage: true }
      return presentOnly(await addMembers(ctx, caller, roomId, [clientId], options), reader(caller))
    },
  )

  route(
    "DELETE",
    path,
    "anyone",
    { summary: "Remove one member or leave", result: room },
    async ({ caller, params: { roomId = "", clientId = "" } }) =>
      presentOnly(await removeMembers(ctx, caller, roomId, [clientId], true), reader(caller)),
  )

  route(
    "PUT",
    "/rooms/:roomId/member/:clientId",
    "anyone",
    {
      summary: "Set a member's role or custom property",
      body: memberProperty,
      flawed: bodyFlaws,
      result: room,
    },
    async ({ caller, params: { roomId = "", clientId = "" }, body }) =>
      presentOnly(await setMemberProperty(ctx, caller, roomId, clientId, body), reader(caller)),
  )
}

import {
  declineInvitations,
  listOwnInvitations,
  listRoomInvitations,
  withdrawInvitations,
} from "../../chat/invitations.ts"
import { presentInvitation, presentRoomInvitations } from "../../present/invitation.ts"
import type { InvitationView } from "../../store/invitations.ts"
import { invitationsCancel } from "../../wire/bodies/members.ts"
import { invitation, page } from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { bodyFlaws } from "./members.ts"

const result = page(invitation)

/** Pending invitations; each answers those that are left. */
export function invitationRoutes({ route, ctx, appID }: Api): void {
  const own = (views: InvitationView[]) => ({
    totalCount: views.length,
    data: views.map(view => presentInvitation(view, appID)),
  })
  const ofRoom = (views: InvitationView[]) => ({
    totalCount: views.length,
    data: presentRoomInvitations(views, appID),
  })

  route(
    "GET",
    "/rooms/invitations",
    "anyone",
    { summary: "Pending invitations of the caller", result },
    async ({ caller }) => own(await listOwnInvitations(ctx, caller)),
  )

  const path = "/rooms/:roomId/invitations"

  route(
    "GET",
    path,
    "anyone",
    { summary: "Pending invitations of a room", result },
    async ({ caller, params: { roomId = "" } }) => ofRoom(await listRoomInvitations(ctx, caller, roomId)),
  )

  route(
    "DELETE",
    path,
    "anyone",
    { summary: "Decline the invitations to a room", result },
    async ({ caller, params: { roomId = "" } }) => own(await declineInvitations(ctx, caller, roomId)),
  )

  route(
    "POST",
    "/rooms/:roomId/delete/invitations",
    "anyone",
    {
      summary: "Withdraw invitations",
      body: invitationsCancel,
      flawed: bodyFlaws,
      result,
    },
    async ({ caller, params: { roomId = "" }, body }) =>
      ofRoom(await withdrawInvitations(ctx, caller, roomId, body.invitees)),
  )

  route(
    "DELETE",
    `${path}/:clientId`,
    "anyone",
    { summary: "Withdraw one invitation", result },
    async ({ caller, params: { roomId = "", clientId = "" } }) =>
      ofRoom(await withdrawInvitations(ctx, caller, roomId, [clientId])),
  )
}

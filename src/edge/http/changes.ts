import { listChanges } from "../../chat/changes.ts"
import { presentRoomChanges } from "../../present/changes.ts"
import { presentInvitation } from "../../present/invitation.ts"
import { changesQuery } from "../../wire/bodies/me.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** Messages of one room in an answer, where the caller does not say. */
const usualLimit = 50

export function changeRoutes({ route, ctx, appID, reader }: Api): void {
  route(
    "GET",
    "/me/changes",
    "anyone",
    { summary: "All that the caller missed since a cursor", query: changesQuery, result: model.changes },
    async ({ caller, query }) => {
      const { rooms, changes, invitations, ...rest } = await listChanges(
        ctx,
        caller,
        query.since,
        query.limit ?? usualLimit,
      )
      return {
        ...rest,
        invitations: invitations?.map(view => presentInvitation(view, appID)),
        rooms: presentRoomChanges(rooms, changes, reader(caller)),
      }
    },
  )
}

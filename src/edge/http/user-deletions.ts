import { clearForOneself, deleteForOneself, listOwnDeletions } from "../../chat/user-deletions.ts"
import { isoOf } from "../../lib/clock.ts"
import { userDeletion, userDeletionOfRoom } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** What a user deletes from their own view only. */
export function userDeletionRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/messages/user-delete",
    "anyone",
    { summary: "Delete messages for oneself only", body: userDeletion, result: model.userDeletion },
    async ({ caller, body: { room, messages } }) =>
      present(room, await deleteForOneself(ctx, caller, room, messages)),
  )

  route(
    "POST",
    "/messages/user-delete/all-in-room",
    "anyone",
    {
      summary: "Delete all present messages of a room for oneself",
      body: userDeletionOfRoom,
      result: model.userDeletion,
    },
    async ({ caller, body: { room } }) => present(room, await clearForOneself(ctx, caller, room)),
  )

  route(
    "GET",
    "/messages/user-delete",
    "anyone",
    {
      summary: "Messages of a room that the caller deleted for themselves; the newest 10,000 are listed",
      query: userDeletionOfRoom,
      result: model.page(model.userDeletedMessage),
    },
    async ({ caller, query }) => {
      const { count, deletions } = await listOwnDeletions(ctx, caller, query.room)
      const data = deletions.map(({ messageId, deletedAt }) => {
        const at = isoOf(deletedAt)
        return { message: messageId, createdAt: at, updatedAt: at }
      })
      return { totalCount: count, data }
    },
  )
}

const present = (room: string, { count, ids }: { count: number; ids: string[] }) => ({
  n: count,
  nModified: count,
  ok: 1,
  room,
  totalCount: count,
  messages: ids,
})

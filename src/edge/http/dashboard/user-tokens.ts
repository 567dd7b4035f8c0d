import type { FastifyRequest } from "fastify"
import { getClient } from "../../../chat/clients.ts"
import type { Context } from "../../../chat/context.ts"
import { ChatError } from "../../../chat/error.ts"
import { muteRoomOf, unmuteRoomOf } from "../../../chat/mutes.ts"
import { signToken } from "../../../chat/signing.ts"
import { revokeTokens } from "../../../chat/tokens.ts"
import { muteNamed } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"

/** Gives a user a token. @returns it, and a link to the chat page as that user. */
export type IssueToken = (id: string, request: FastifyRequest) => Promise<{ token: string; link: string }>

/** @param publicUrl how browsers reach the server; null: as this operator's does. */
export const makeIssueToken =
  (ctx: Context, publicUrl: string | null): IssueToken =>
  async (id, request) => {
    const { clientType } = await getClient(ctx, id)
    if (clientType === "group")
      throw new ChatError("INVALID_PARAMETER", `${id} is a group: groups never sign in.`)
    const { token } = await signToken(ctx, { id })
    const base = publicUrl ?? `${request.protocol}://${request.host}`
    return { token: token.token, link: `${base}/chat?token=${encodeURIComponent(token.token)}` }
  }

/** What a user signs in with, and what they are pushed. */
export function userTokenRoutes({ ctx, change }: Dashboard, issue: IssueToken): void {
  change("POST", "/users/:id/token", { act: "token.issue" }, ({ params, request }) =>
    issue(params.id ?? "", request),
  )

  change("DELETE", "/users/:id/tokens", { act: "token.revoke" }, async ({ params }) => ({
    revoked: (await revokeTokens(ctx, params.id ?? "", null)).length,
  }))

  change(
    "PUT",
    "/users/:id/mute",
    { act: "room.mute", body: muteNamed, detail: ({ body }) => body.roomId },
    async ({ params, body }) => ({ mute: (await muteRoomOf(ctx, params.id ?? "", body.roomId)).mutedRooms }),
  )

  change(
    "DELETE",
    "/users/:id/mute",
    { act: "room.unmute", query: muteNamed, detail: ({ query }) => query.roomId },
    async ({ params, query }) => ({
      mute: (await unmuteRoomOf(ctx, params.id ?? "", query.roomId)).mutedRooms,
    }),
  )
}

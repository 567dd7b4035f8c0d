import { saveClient } from "../../chat/clients.ts"
import { replaceToken, revokeTokens } from "../../chat/tokens.ts"
import { isoOf } from "../../lib/clock.ts"
import { presentClient } from "../../present/client.ts"
import { presentToken } from "../../present/token.ts"
import { clientUpsert, tokenNamed, tokenRevoke, tokenUpdate } from "../../wire/bodies/clients.ts"
import type { Api } from "./api.ts"

/** Fields of a user that only the server sets; they are not stored as further fields (contract: openapi.yaml Client). */
const serverFields = new Set([
  ..."_id id appID clientType mute members notificationEnabled lastLoginTime lastLoginTimeMS lastActiveTime".split(
    " ",
  ),
  ..."lastActiveTimeMS isSocketConnected lastJoinOrCreateRoomTime address userAgent createdAt updatedAt __v".split(
    " ",
  ),
])

export function clientRoutes({ route, ctx, appID }: Api): void {
  route(
    "POST",
    "/admin/clients",
    "platform",
    {
      summary: "Create or update a user, and issue or bind a token if asked",
      body: clientUpsert,
      flawed: { missing: "INVALID_REQUEST", flawed: "INVALID_PARAMETER" },
    },
    async ({
      body: {
        _id,
        nickname,
        avatarUrl,
        description,
        isRobot,
        issueAccessToken,
        token,
        expirationDate,
        ...rest
      },
    }) => {
      const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !serverFields.has(name)))
      const saved = await saveClient(ctx, {
        id: _id,
        ...{ nickname, avatarUrl, description, isRobot, fields },
        ...{ issueAccessToken, token, expirationDate },
      })
      if (!saved.token) return presentClient(saved.client, appID)
      return {
        ...presentClient(saved.client, appID),
        token: saved.token.token,
        expirationDate: isoOf(saved.token.expiresAt),
        issueAccessToken: issueAccessToken === true,
      }
    },
  )

  const tokenPath = "/admin/clients/:clientId/token"

  route(
    "PUT",
    tokenPath,
    "platform",
    {
      summary: "Replace all tokens of a user by one",
      body: tokenUpdate,
      flawed: "INVALID_REQUEST",
      repeated: true,
    },
    async ({ params, body }) => {
      const { client, token } = await replaceToken(ctx, params.clientId ?? "", body)
      return {
        _id: client.id,
        client: client.id,
        nickname: client.nickname,
        avatarUrl: client.avatarUrl,
        issueAccessToken: false,
        ...presentToken(token),
      }
    },
  )

  route(
    "DELETE",
    tokenPath,
    "platform",
    { summary: "Revoke one or all tokens of a user", body: tokenRevoke, query: tokenNamed, repeated: true },
    async ({ params, body, query }) => {
      const named = body?.token ?? query.token ?? null
      const revoked = await revokeTokens(ctx, params.clientId ?? "", named)
      return {
        success: true,
        message: revoked.length === 1 ? "Token revoked" : `${revoked.length} tokens revoked`,
        revokedTokens: revoked.length,
        data: revoked.map(presentToken),
      }
    },
  )
}

import { signToken } from "../../chat/signing.ts"
import { makeTokenText, replaceToken, revokeTokens } from "../../chat/tokens.ts"
import { isoOf } from "../../lib/clock.ts"
import { presentToken } from "../../present/token.ts"
import { sign, tokenNamed, tokenRevoke, tokenText, tokenUpdate } from "../../wire/bodies/clients.ts"
import * as model from "../../wire/models.ts"
import type { Api, Call } from "./api.ts"

export function tokenRoutes({ route, ctx }: Api): void {
  const tokenPath = "/admin/clients/:clientId/token"

  route(
    "PUT",
    tokenPath,
    "platform",
    {
      summary: "Replace all tokens of a user by one",
      body: tokenUpdate,
      result: model.token,
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
    {
      summary: "Revoke one or all tokens of a user",
      body: tokenRevoke,
      query: tokenNamed,
      result: model.tokenRevocation,
      repeated: true,
    },
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

  const issue = async ({ body: { id, nickname, avatarUrl } }: Call) => {
    const { client, token } = await signToken(ctx, { id, nickname, avatarUrl })
    return {
      authType: "Standalone JWT",
      token: token.token,
      expirationDate: isoOf(token.expiresAt),
      exp: Math.floor(token.expiresAt / 1000),
      id: client.id,
      nickname: client.nickname,
      avatarUrl: client.avatarUrl,
    }
  }
  const signing = { body: sign, result: model.signed }
  route("POST", "/auths/sign/v2", "signer", { summary: "Issue a token for a user", ...signing }, issue)
  route(
    "POST",
    "/auths/sign",
    "signer",
    { summary: "Issue a token for a user, answered without RC", bare: true, ...signing },
    issue,
  )

  // Documents print both paths.
  for (const path of ["/auths/token", "/auth/token"]) {
    route(
      "GET",
      path,
      "platform",
      { summary: "Random text to be bound as a token", query: tokenText, result: model.tokenText },
      async ({ query }) => makeTokenText(query.size ?? 16),
    )
  }
}

import type { ClientRow } from "../store/clients.ts"
import { saveClient } from "./client-changes.ts"
import type { Context } from "./context.ts"
import { unavailable } from "./foreign-tokens.ts"

/** A token and its end, in ms since the epoch. */
interface Signed {
  token: string
  expiresAt: number
}

/** What a token says of its user. */
export type Claims = Pick<ClientRow, "id" | "nickname" | "avatarUrl">

/** Has the operator's service sign a token. @returns a reason when it gave none that can be used. */
export type SignElsewhere = (claims: Claims) => Promise<Signed | { reason: string }>

/**
 * Creates or updates a user and gives them a token, by the operator's service if there is one (contract: webhook.md 7.1).
 * @throws ChatError AUTH_UNAVAILABLE, TOKEN_CONFLICT
 */
export async function signToken(
  ctx: Context,
  input: Partial<Claims> & { id: string },
): Promise<{ client: ClientRow; token: Signed }> {
  if (!ctx.signElsewhere) {
    const saved = await saveClient(ctx, { ...input, issueAccessToken: true })
    return saved as Required<typeof saved>
  }
  const { client } = await saveClient(ctx, input)
  const { id, nickname, avatarUrl } = client
  const token = await ctx.signElsewhere({ id, nickname, avatarUrl })
  if ("reason" in token) throw unavailable(ctx, token.reason)
  // Where no service is asked about tokens, it is good for being bound here.
  if (!ctx.foreignTokens) await saveClient(ctx, { id, token: token.token, expirationDate: token.expiresAt })
  return { client, token }
}

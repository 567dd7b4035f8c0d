import { randomBytes, randomUUID } from "node:crypto"
import { SignJWT } from "jose"
import { instantOf } from "../lib/clock.ts"
import { type ClientRow, findClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { deleteDevicesOfSession } from "../store/devices.ts"
import { deleteTokens, findToken, type TokenRow, upsertToken } from "../store/tokens.ts"
import type { SignedOut } from "../wire/signed-out.ts"
import type { UserCaller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import type { EndedTokens } from "./events.ts"

export const longestToken = 8192

export const invalidToken = (reason: SignedOut) =>
  new ChatError("INVALID_TOKEN", "Invalid or expired token.", reason)

/**
 * Turns a user token, with or without `Bearer `, into its caller. What is not known here is the operator's service to
 * judge, where there is one. @throws ChatError INVALID_TOKEN, AUTH_UNAVAILABLE
 */
export async function callerOfToken(ctx: Context, text: string): Promise<UserCaller> {
  const token = text.replace(/^Bearer(\s+|$)/i, "")
  if (token === "" || token.includes("\0")) throw invalidToken("unknown")
  const row = await findToken(ctx.db, token)
  if (!row && ctx.foreignTokens) return ctx.foreignTokens.callerOf(ctx, token)
  if (!row || row.expiresAt <= ctx.clock()) throw invalidToken(row ? "expired" : "unknown")
  return { kind: "user", clientId: row.clientId, token, expiresAt: row.expiresAt }
}

/** Issues a new token: an HS256 JWT whose `id` is the user (contract: client-compat.md 1.1). */
export async function issueToken(ctx: Context, client: Pick<ClientRow, "id">): Promise<TokenRow> {
  const now = ctx.clock()
  const expiresAt = Math.floor((now + ctx.tokenLifeMs) / 1000) * 1000
  const token = await new SignJWT({ id: client.id })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(expiresAt / 1000)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(ctx.jwtSecret))
  return { token, clientId: client.id, expiresAt, createdAt: now, updatedAt: now }
}

/** Text that a backend may bind to a user later; nothing is stored. @returns Base64 of so many random bytes. */
export const makeTokenText = (bytes: number): string => randomBytes(bytes).toString("base64")

export interface TokenChoice {
  token?: unknown
  expirationDate?: unknown
}

/**
 * Reads a token that a backend made, and its end.
 * @param flawed the code for an end that cannot be read; it differs between the operations' pages.
 * @throws ChatError INVALID_TOKEN_FORMAT, `flawed`
 */
export function boundToken(
  ctx: Context,
  clientId: string,
  choice: TokenChoice,
  flawed: "INVALID_PARAMETER" | "INVALID_REQUEST",
): TokenRow {
  const { token } = choice
  if (typeof token !== "string" || token === "" || token.length > longestToken || token.includes("\0")) {
    throw new ChatError("INVALID_TOKEN_FORMAT", `token must be text of 1 to ${longestToken} characters.`)
  }
  const now = ctx.clock()
  const expiresAt = choice.expirationDate == null ? now + ctx.tokenLifeMs : instantOf(choice.expirationDate)
  if (expiresAt === undefined) {
    throw new ChatError(flawed, "expirationDate must be an ISO 8601 date or milliseconds since the epoch.")
  }
  return { token, clientId, expiresAt, createdAt: now, updatedAt: now }
}

/**
 * Ends one token of a user, or all but `kept`. Where the operator's service is asked about what is not known here, they
 * stay known as ended: it might vouch for them.
 * @returns those that were good until now.
 */
export async function endTokens(
  ctx: Context,
  tx: Statements,
  clientId: string,
  which: { token: string } | { kept: string | null },
): Promise<TokenRow[]> {
  const ended = await deleteTokens(tx, clientId, which)
  if (!ctx.foreignTokens) return ended
  const now = ctx.clock()
  for (const row of ended) await upsertToken(tx, { ...row, expiresAt: Math.min(row.expiresAt, now) }, now)
  return ended.filter(row => row.expiresAt > now)
}

/** A token that is bound once more may end at another time, on live sockets too. */
export function tellRenewed(ctx: Context, { clientId, token, expiresAt }: TokenRow): void {
  ctx.publish({ type: "token.renewed", clientId, token, expiresAt })
}

/**
 * Live sockets that signed in with tokens which are no more lose their rights.
 * @param foreign given when all foreign tokens end here, too, until the operator's service vouches for them anew.
 */
export function tellEnded(
  ctx: Context,
  clientId: string,
  ended: TokenRow[],
  reason: SignedOut,
  foreign?: EndedTokens["foreign"],
): void {
  if (foreign) ctx.foreignTokens?.forget(clientId)
  ctx.publish({ type: "tokens.ended", clientId, tokens: ended.map(row => row.token), foreign, reason })
}

export const tokenTaken = () => new ChatError("TOKEN_CONFLICT", "This token belongs to another user.")

const unknownClient = (id: string) => new ChatError("CLIENT_NOT_FOUND", `There is no user ${id}.`)

/** Groups never sign in. */
async function findUser(tx: Statements, id: string): Promise<ClientRow | undefined> {
  const client = await findClient(tx, id)
  return client?.clientType === "user" ? client : undefined
}

/** Gives a user a new token in place of all others, which end at once. */
export async function replaceToken(
  ctx: Context,
  clientId: string,
  choice: TokenChoice,
): Promise<{ client: ClientRow; token: TokenRow }> {
  if (choice.token == null) throw new ChatError("INVALID_REQUEST", "token is missing.")
  const draft = boundToken(ctx, clientId, choice, "INVALID_REQUEST")
  const { client, token, ended } = await ctx.db.write(async tx => {
    const client = await findUser(tx, clientId)
    const token = client && (await upsertToken(tx, draft, ctx.clock()))
    const ended = token ? await endTokens(ctx, tx, clientId, { kept: token.token }) : []
    return { client, token, ended }
  }, clientId)
  if (!client) throw unknownClient(clientId)
  if (!token) throw tokenTaken()
  tellEnded(ctx, clientId, ended, "replaced", { kept: token.token })
  tellRenewed(ctx, token)
  return { client, token }
}

/** Ends one token of a user and the pushes to what was registered with it, or all of both. */
export async function revokeTokens(
  ctx: Context,
  clientId: string,
  token: string | null,
): Promise<TokenRow[]> {
  const { client, ended } = await ctx.db.write(async tx => {
    const client = await findUser(tx, clientId)
    const which = token === null ? { kept: null } : { token }
    const ended = client ? await endTokens(ctx, tx, clientId, which) : []
    if (ended.length > 0 || token === null) await deleteDevicesOfSession(tx, clientId, token)
    return { client, ended }
  }, clientId)
  if (!client) throw unknownClient(clientId)
  if (token !== null && ended.length === 0) {
    throw new ChatError("TOKEN_NOT_FOUND", `User ${clientId} has no such token.`)
  }
  tellEnded(ctx, clientId, ended, "revoked", token === null ? { kept: null } : undefined)
  return ended
}

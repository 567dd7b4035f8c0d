import { randomBytes, randomUUID } from "node:crypto"
import { SignJWT } from "jose"
import { instantOf } from "../lib/clock.ts"
import { type ClientRow, findClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { deleteTokens, findToken, type TokenRow, upsertToken } from "../store/tokens.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** Turns a user token, with or without `Bearer `, into its caller. @throws ChatError INVALID_TOKEN */
export async function callerOfToken(ctx: Context, text: string): Promise<Caller & { kind: "user" }> {
  const token = text.replace(/^Bearer\s+/i, "")
  const row = token && !token.includes("\0") ? await findToken(ctx.db, token) : undefined
  if (!row || row.expiresAt <= ctx.clock()) throw new ChatError("INVALID_TOKEN", "Invalid or expired token.")
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
  if (typeof token !== "string" || token === "" || token.length > 8192 || token.includes("\0")) {
    throw new ChatError("INVALID_TOKEN_FORMAT", "token must be text of 1 to 8192 characters.")
  }
  const now = ctx.clock()
  const expiresAt = choice.expirationDate == null ? now + ctx.tokenLifeMs : instantOf(choice.expirationDate)
  if (expiresAt === undefined) {
    throw new ChatError(flawed, "expirationDate must be an ISO 8601 date or milliseconds since the epoch.")
  }
  return { token, clientId, expiresAt, createdAt: now, updatedAt: now }
}

/** A token that is bound once more may end at another time, on live sockets too. */
export function tellRenewed(ctx: Context, { clientId, token, expiresAt }: TokenRow): void {
  ctx.publish({ type: "token.renewed", clientId, token, expiresAt })
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
    const ended = token ? await deleteTokens(tx, clientId, { kept: token.token }) : []
    return { client, token, ended }
  }, clientId)
  if (!client) throw unknownClient(clientId)
  if (!token) throw tokenTaken()
  ctx.publish({ type: "tokens.ended", clientId, tokens: ended.map(row => row.token) })
  tellRenewed(ctx, token)
  return { client, token }
}

/** Ends one token of a user, or all. */
export async function revokeTokens(
  ctx: Context,
  clientId: string,
  token: string | null,
): Promise<TokenRow[]> {
  const { client, ended } = await ctx.db.write(async tx => {
    const client = await findUser(tx, clientId)
    const ended = client ? await deleteTokens(tx, clientId, token === null ? { kept: null } : { token }) : []
    return { client, ended }
  }, clientId)
  if (!client) throw unknownClient(clientId)
  if (token !== null && ended.length === 0) {
    throw new ChatError("TOKEN_NOT_FOUND", `User ${clientId} has no such token.`)
  }
  ctx.publish({ type: "tokens.ended", clientId, tokens: ended.map(row => row.token) })
  return ended
}

import {
  type ClientChanges,
  type ClientRow,
  findClient,
  type Login,
  updateLogin,
  upsertClient,
} from "../store/clients.ts"
import { deleteExpiredTokens, findToken, type TokenRow, upsertToken } from "../store/tokens.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { boundToken, issueToken, type TokenChoice, tellRenewed, tokenTaken } from "./tokens.ts"

export interface ClientUpsert extends ClientChanges, TokenChoice {
  issueAccessToken?: boolean
}

/** A token that ended this long ago is forgotten when its user gets another. */
const forgottenMs = 30 * 86_400_000

/** Creates or updates a user and, if asked, issues or binds a token beside those the user has. */
export async function saveClient(
  ctx: Context,
  input: ClientUpsert,
): Promise<{ client: ClientRow; token?: TokenRow }> {
  checkId(input.id, "_id")
  const { issueAccessToken, token: given, expirationDate, ...changes } = input
  const draft = issueAccessToken
    ? await issueToken(ctx, input)
    : given === undefined
      ? undefined
      : boundToken(ctx, input.id, { token: given, expirationDate }, "INVALID_PARAMETER")
  const saved = await ctx.db.write(async tx => {
    const owner = draft && (await findToken(tx, draft.token))?.clientId
    if (owner !== undefined && owner !== input.id) return
    const client = await upsertClient(tx, changes, ctx.clock())
    if (draft) await deleteExpiredTokens(tx, input.id, ctx.clock() - forgottenMs)
    return { client, token: draft && (await upsertToken(tx, draft, ctx.clock())) }
  }, input.id)
  if (!saved || (draft && !saved.token)) throw tokenTaken()
  if (saved.token && !issueAccessToken) tellRenewed(ctx, saved.token)
  return saved
}

export async function getClient(ctx: Context, id: string): Promise<ClientRow> {
  const client = await findClient(ctx.db, id)
  if (!client) throw new ChatError("CLIENT_NOT_FOUND", `There is no user ${id}.`)
  return client
}

export const getMe = (ctx: Context, caller: Caller): Promise<ClientRow> =>
  getClient(ctx, actingClient(caller))

/** Notes when and from where a user signed in. Nobody waits for it, and losing it in a crash harms nobody. */
export function recordLogin(ctx: Context, login: Login): void {
  ctx.db
    .writeSoon(tx => updateLogin(tx, login), login.clientId)
    .catch(error => ctx.log.warn({ err: error }, "a sign-in was not recorded"))
}

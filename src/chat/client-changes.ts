import { type ClientChanges, type ClientRow, changeClient, lockClients, putClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { type OwnClient, withMutes } from "../store/room-prefs.ts"
import { deleteExpiredTokens, findToken, type TokenRow, upsertToken } from "../store/tokens.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { jsonOf } from "./json.ts"
import { boundToken, issueToken, type TokenChoice, tellRenewed, tokenTaken } from "./tokens.ts"

export interface ClientUpsert extends ClientChanges, TokenChoice {
  issueAccessToken?: boolean
}

/** A token that ended this long ago is forgotten when its user gets another. */
const forgottenMs = 30 * 86_400_000

/** Most users that one call may write (contract: openapi.yaml batchUpsertClients). */
const mostAtOnce = 1000

/** All further fields of one user together: everybody in a room is shown with them. */
const largestFields = 64 * 1024

/** Whatever reads a user before it writes them, one call or a whole list: two of these never take turns. */
export const clientsLane = "clients"

/** Creates or updates a user and, if asked, issues or binds a token beside those the user has. */
export async function saveClient(
  ctx: Context,
  input: ClientUpsert,
): Promise<{ client: OwnClient; token?: TokenRow }> {
  checkId(input.id, "_id")
  const { issueAccessToken, token: given, expirationDate, ...changes } = input
  const draft = issueAccessToken
    ? await issueToken(ctx, input)
    : given === undefined
      ? undefined
      : boundToken(ctx, input.id, { token: given, expirationDate }, "INVALID_PARAMETER")
  checkFields(changes)
  const saved = await ctx.db.write(async tx => {
    const owner = draft && (await findToken(tx, draft.token))?.clientId
    if (owner !== undefined && owner !== input.id) return tokenTaken()
    const written = await writeClients(tx, [changes], ctx.clock())
    if (written instanceof ChatError) return written
    if (draft) await deleteExpiredTokens(tx, input.id, ctx.clock() - forgottenMs)
    const token = draft && (await upsertToken(tx, draft, ctx.clock()))
    const [client] = await withMutes(tx, written)
    return { client: client as OwnClient, token }
  }, clientsLane)
  if (saved instanceof ChatError) throw saved
  if (draft && !saved.token) throw tokenTaken()
  if (saved.token && !issueAccessToken) tellRenewed(ctx, saved.token)
  return saved
}

/** Creates or updates many users, all or none, and makes no tokens. @returns how many users were written. */
export async function saveClients(ctx: Context, list: readonly ClientChanges[]): Promise<number> {
  if (list.length > mostAtOnce)
    throw new ChatError("PAYLOAD_TOO_LARGE", `data must not have more than ${mostAtOnce} users.`)
  for (const changes of list) {
    checkId(changes.id, "_id")
    checkFields(changes)
  }
  const written = await ctx.db.write(tx => writeClients(tx, list, ctx.clock()), clientsLane)
  if (written instanceof ChatError) throw written
  return written.length
}

/** Changes what the acting user says of themselves. */
export async function saveMe(
  ctx: Context,
  caller: Caller,
  changes: Omit<ClientChanges, "id">,
): Promise<OwnClient> {
  const id = actingClient(caller)
  checkFields(changes)
  const written = await ctx.db.write(tx => writeClients(tx, [{ ...changes, id }], ctx.clock()), clientsLane)
  if (written instanceof ChatError) throw written
  const [own] = await withMutes(ctx.db, written)
  return own as OwnClient
}

const checkFields = ({ fields }: Pick<ClientChanges, "fields">) =>
  void jsonOf(fields ?? {}, "The further fields of a user", largestFields)

/** @returns the users as they now are, or why none was written. */
async function writeClients(
  tx: Statements,
  list: readonly ClientChanges[],
  now: number,
): Promise<ClientRow[] | ChatError> {
  const clients = await lockClients(
    tx,
    list.map(changes => changes.id),
  )
  const written = new Map<string, ClientRow>()
  for (const changes of list) {
    const { id } = changes
    const client = changeClient(written.get(id) ?? clients.get(id), changes, now)
    if (client.clientType === "group")
      return new ChatError("INVALID_PARAMETER", `${id} is a group: change it with POST /admin/groups.`)
    if (Buffer.byteLength(JSON.stringify(client.fields)) > largestFields)
      return new ChatError("PAYLOAD_TOO_LARGE", `The further fields of ${id} must not exceed 64 KiB.`)
    written.set(id, client)
  }
  await Promise.all([...written.values()].map(client => putClient(tx, client)))
  return [...written.values()]
}

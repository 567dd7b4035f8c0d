import { setImmediate } from "node:timers/promises"
import {
  type ClientQuery,
  type ClientRow,
  countClients,
  findClient,
  type Login,
  pageClients,
  updateLogin,
  updateNotification,
} from "../store/clients.ts"
import { type OwnClient, withMutes } from "../store/room-prefs.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

export async function getClient(ctx: Context, id: string): Promise<ClientRow> {
  const client = await findClient(ctx.db, id)
  if (!client) throw new ChatError("CLIENT_NOT_FOUND", `There is no user ${id}.`)
  return client
}

/** A user's own record. */
export async function getOwn(ctx: Context, id: string): Promise<OwnClient> {
  const [own] = await withMutes(ctx.db, [await getClient(ctx, id)])
  return own as OwnClient
}

export const getMe = (ctx: Context, caller: Caller): Promise<OwnClient> => getOwn(ctx, actingClient(caller))

/** Switches all pushes to the acting user on or off. */
export async function switchPushes(ctx: Context, caller: Caller, on: boolean): Promise<OwnClient> {
  const id = actingClient(caller)
  await ctx.db.write(tx => updateNotification(tx, id, on, ctx.clock()), id)
  return getOwn(ctx, id)
}

/** How many users are read at once where a filter looks at all. */
const partSize = 1000

/**
 * A page of users and groups, by id.
 * @param keep a filter that the store cannot run: then all that `query` leaves are read, part by part.
 */
export async function searchClients(
  ctx: Context,
  query: ClientQuery,
  { skip, limit }: { skip: number; limit: number },
  keep?: (clients: ClientRow[]) => ClientRow[],
): Promise<{ totalCount: number; clients: OwnClient[] }> {
  if (!keep) {
    const clients = await pageClients(ctx.db, query, { skip, limit })
    return { totalCount: await countClients(ctx.db, query), clients: await withMutes(ctx.db, clients) }
  }
  const clients: ClientRow[] = []
  let totalCount = 0
  let after: string | undefined
  for (;;) {
    const part = await pageClients(ctx.db, query, { after, limit: partSize })
    const kept = keep(part)
    clients.push(...kept.slice(Math.max(0, skip - totalCount), Math.max(0, skip + limit - totalCount)))
    totalCount += kept.length
    after = part.at(-1)?.id
    if (part.length < partSize) return { totalCount, clients: await withMutes(ctx.db, clients) }
    // Others have their turn between two parts.
    await setImmediate()
  }
}

/** Notes when and from where a user signed in. Nobody waits for it, and losing it in a crash harms nobody. */
export function recordLogin(ctx: Context, login: Login): void {
  ctx.db
    .writeSoon(tx => updateLogin(tx, login), login.clientId)
    .catch(error => ctx.log.warn({ err: error }, "a sign-in was not recorded"))
}

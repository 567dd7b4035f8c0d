import { deleteMyPref, findMyPref, listMyPrefs, type MyPref, upsertMyPref } from "../store/my-prefs.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { jsonOf } from "./json.ts"

/** What a user may keep here (contract: openapi.yaml setMyPref). */
const mostKeys = 100
const largestValue = 64 * 1024

/** All personal preferences of the acting user, by key. */
export const getMyPrefs = (ctx: Context, caller: Caller): Promise<MyPref[]> =>
  listMyPrefs(ctx.db, actingClient(caller))

export async function getMyPref(ctx: Context, caller: Caller, key: string): Promise<MyPref> {
  const pref = await findMyPref(ctx.db, actingClient(caller), checkId(key, "key"))
  if (!pref) throw new ChatError("NOT_FOUND", `You have no preference ${key}.`)
  return pref
}

/** Stores any JSON value in place of the former one. */
export async function setMyPref(ctx: Context, caller: Caller, key: string, data: unknown): Promise<MyPref> {
  const clientId = actingClient(caller)
  checkId(key, "key")
  const json = jsonOf(data, "The value", largestValue)
  const stored = await ctx.db.write(tx => upsertMyPref(tx, clientId, { key, json }, mostKeys), clientId)
  if (!stored) throw new ChatError("PAYLOAD_TOO_LARGE", `You have ${mostKeys} preferences: delete one first.`)
  ctx.publish({ type: "myPref.changed", clientId, key, data })
  return { key, data }
}

/** Forgets a preference; one that is not there is no error, and nobody is told of it. */
export async function unsetMyPref(ctx: Context, caller: Caller, key: string): Promise<void> {
  const clientId = actingClient(caller)
  checkId(key, "key")
  const deleted = await ctx.db.write(tx => deleteMyPref(tx, clientId, key), clientId)
  if (deleted) ctx.publish({ type: "myPref.deleted", clientId, key })
}

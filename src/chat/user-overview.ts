import { fold } from "../lib/grams.ts"
import { type ClientRow, listClients } from "../store/clients.ts"
import { listRegistrations, type Registration } from "../store/devices.ts"
import type { OwnClient } from "../store/room-prefs.ts"
import { listTokensOf, type TokenRow } from "../store/tokens.ts"
import { getOwn, searchClients } from "./clients.ts"
import type { Context } from "./context.ts"
import { type CountedRoom, listRoomsOf } from "./room-overview.ts"

/** What operators see of one user. */
export interface UserOverview {
  client: OwnClient
  rooms: CountedRoom[]
  devices: Registration[]
  tokens: TokenRow[]
}

/** A page of users and groups by id, or of those whose id, name or e-mail holds a text. */
export function searchUsers(ctx: Context, search: string, page: { skip: number; limit: number }) {
  const phrase = fold(search)
  return searchClients(ctx, {}, page, phrase === "" ? undefined : clients => clients.filter(isFound(phrase)))
}

const isFound =
  (phrase: string) =>
  ({ id, nickname, fields }: ClientRow): boolean =>
    [id, nickname, fields.email].some(text => typeof text === "string" && fold(text).includes(phrase))

/** @throws ChatError CLIENT_NOT_FOUND */
export async function getUserOverview(ctx: Context, id: string): Promise<UserOverview> {
  const client = await getOwn(ctx, id)
  const now = ctx.clock()
  return {
    client,
    rooms: await listRoomsOf(ctx, id),
    devices: await listRegistrations(ctx.db, id),
    tokens: (await listTokensOf(ctx.db, id)).filter(token => token.expiresAt > now),
  }
}

/** The devices of a user. @throws ChatError CLIENT_NOT_FOUND */
export async function listUserDevices(ctx: Context, id: string): Promise<Registration[]> {
  await getOwn(ctx, id)
  return listRegistrations(ctx.db, id)
}

/** What users are called. */
export async function listNicknames(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const clients = await listClients(ctx.db, ids)
  return new Map([...clients.values()].map(({ id, nickname }) => [id, nickname]))
}

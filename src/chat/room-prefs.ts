import { isDeepStrictEqual } from "node:util"
import type { Statements } from "../store/database.ts"
import {
  findRoomPref,
  listOwnRoomPrefs,
  listPrefsInForce,
  type RoomPref,
  upsertRoomPref,
} from "../store/room-prefs.ts"
import { lockRoom, type RoomRow } from "../store/rooms.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { enterAsMember, enterRoom, noRoom } from "./rights.ts"

/** What the caller set for rooms, by room id; rooms without any setting are left out. */
export const getRoomPrefs = (ctx: Context, caller: Caller): Promise<Map<string, RoomPref>> =>
  listOwnRoomPrefs(ctx.db, actingClient(caller))

/** Changes what is given of the caller's settings of a room. @returns all that is set now. */
export async function setRoomPref(
  ctx: Context,
  caller: Caller,
  roomId: string,
  changes: RoomPref,
): Promise<RoomPref> {
  const clientId = actingClient(caller)
  await enterAsMember(ctx, caller, roomId)
  return (await changeRoomPref(ctx, clientId, roomId, pref => ({ ...pref, ...changes }))).after
}

/** Forgets one of the caller's settings of a room, which they may have left; one never set is no error. */
export async function unsetRoomPref(
  ctx: Context,
  caller: Caller,
  roomId: string,
  key: string,
): Promise<RoomPref> {
  const clientId = actingClient(caller)
  await enterOrRemember(ctx, caller, roomId)
  return (await changeRoomPref(ctx, clientId, roomId, pref => withoutKey(pref, key))).after
}

export const withoutKey = (pref: RoomPref, key: string): RoomPref =>
  Object.fromEntries(Object.entries(pref).filter(([name]) => name !== key))

/** Lets a caller in who wants to forget a setting: the settings of a group room outlive membership. */
export async function enterOrRemember(ctx: Context, caller: Caller, roomId: string): Promise<void> {
  await enterRoom(ctx, caller, roomId).catch(error => {
    if (!(error instanceof ChatError && error.code === "NOT_ROOM_MEMBER")) throw error
  })
}

/** Changes one user's settings of a room and, if they are others than before, tells the user's devices. */
export async function changeRoomPref(
  ctx: Context,
  clientId: string,
  roomId: string,
  change: (pref: RoomPref) => RoomPref,
): Promise<{ before: RoomPref; after: RoomPref }> {
  const changed = await ctx.db.write(async tx => {
    const room = await lockRoom(tx, roomId)
    if (!room) return
    const before = await findRoomPref(tx, clientId, roomId)
    const after = change(before)
    if (isDeepStrictEqual(before, after)) return { before, after }
    await upsertRoomPref(tx, clientId, roomId, after)
    return { before, after, prefs: await prefsOf(tx, room, [clientId]) }
  }, roomId)
  if (!changed) throw noRoom()
  if (changed.prefs) ctx.publish({ type: "roomPref.changed", roomId, prefs: changed.prefs })
  return changed
}

/** What now holds for each of these users in a room. */
export async function prefsOf(
  tx: Statements,
  room: RoomRow,
  clientIds: readonly string[],
): Promise<Map<string, RoomPref>> {
  const [first = null, second] = clientIds
  const inForce = (await listPrefsInForce(tx, [room], second === undefined ? first : null)).get(room.id)
  return new Map(clientIds.map(id => [id, inForce?.get(id) ?? {}]))
}

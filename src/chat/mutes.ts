import type { OwnClient } from "../store/room-prefs.ts"
import { findRoom } from "../store/rooms.ts"
import { actingClient, type Caller } from "./caller.ts"
import { getClient, getMe, getOwn } from "./clients.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { enterAsMember, noRoom } from "./rights.ts"
import { changeRoomPref, enterOrRemember } from "./room-prefs.ts"

/** A mute is the room preference `muted`: no pushes of the room, and nothing else. Each answers the user's own record. */

export async function muteMyRoom(ctx: Context, caller: Caller, roomId: string): Promise<OwnClient> {
  const clientId = actingClient(caller)
  await enterAsMember(ctx, caller, roomId)
  await mute(ctx, clientId, roomId)
  return getMe(ctx, caller)
}

/** A room that is not muted, or was left, is no error. */
export async function unmuteMyRoom(ctx: Context, caller: Caller, roomId: string): Promise<OwnClient> {
  const clientId = actingClient(caller)
  await enterOrRemember(ctx, caller, roomId)
  await unmute(ctx, clientId, roomId)
  return getMe(ctx, caller)
}

/** Mutes a room for a user, who need not be in it (API key). */
export async function muteRoomOf(ctx: Context, clientId: string, roomId: string): Promise<OwnClient> {
  await checkBoth(ctx, clientId, roomId)
  await mute(ctx, clientId, roomId)
  return getOwn(ctx, clientId)
}

export async function unmuteRoomOf(ctx: Context, clientId: string, roomId: string): Promise<OwnClient> {
  await checkBoth(ctx, clientId, roomId)
  if (!(await unmute(ctx, clientId, roomId)))
    throw new ChatError("ROOM_NOT_MUTED", `${clientId} has not muted this room.`)
  return getOwn(ctx, clientId)
}

const mute = (ctx: Context, clientId: string, roomId: string) =>
  changeRoomPref(ctx, clientId, roomId, pref => ({ ...pref, muted: true }))

/** @returns whether it was muted. */
async function unmute(ctx: Context, clientId: string, roomId: string): Promise<boolean> {
  const { before } = await changeRoomPref(ctx, clientId, roomId, pref =>
    pref.muted ? { ...pref, muted: false } : pref,
  )
  return before.muted === true
}

async function checkBoth(ctx: Context, clientId: string, roomId: string): Promise<void> {
  await getClient(ctx, clientId)
  if (!(await findRoom(ctx.db, roomId))) throw noRoom()
}

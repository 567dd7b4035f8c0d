import { isDeepStrictEqual } from "node:util"
import type { Statements } from "../store/database.ts"
import { findGroupPref, listGroupPrefs, listRoomIdsTagged, upsertGroupPref } from "../store/group-prefs.ts"
import { listPeople } from "../store/groups.ts"
import { listMemberIds } from "../store/members.ts"
import type { RoomPref } from "../store/room-prefs.ts"
import { lockRoom, type RoomRow } from "../store/rooms.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { enterRoom, noRoom } from "./rights.ts"
import { prefsOf } from "./room-prefs.ts"

/**
 * Settings that many share. A group is a free name: the people of a user group of that id may use it, the members of a
 * room that carries it as a tag, and the API key (contract: rest-extended.md 1.3).
 */

/** What the group set for the caller's rooms, by room id, as far as the caller may use it there. */
export async function getGroupPrefs(
  ctx: Context,
  caller: Caller,
  groupName: string,
): Promise<Map<string, RoomPref>> {
  const clientId = actingClient(caller)
  const prefs = await listGroupPrefs(ctx.db, checkId(groupName, "The group id"), clientId)
  if (caller.kind === "platform" || (await listPeople(ctx.db, groupName)).includes(clientId)) return prefs
  const tagged = new Set(await listRoomIdsTagged(ctx.db, clientId, groupName))
  if (tagged.size === 0) throw mayNotUse(groupName)
  return new Map([...prefs].filter(([roomId]) => tagged.has(roomId)))
}

/**
 * Changes what a group set for a room. Tags and colours act on all who may use the group, and these are told of them.
 * @returns all that is set now.
 */
export async function changeGroupPref(
  ctx: Context,
  caller: Caller,
  roomId: string,
  groupName: string,
  change: (pref: RoomPref) => RoomPref,
): Promise<RoomPref> {
  const clientId = actingClient(caller)
  checkId(groupName, "The group id")
  const { room } = await enterRoom(ctx, caller, roomId)
  const isOpen = caller.kind === "platform" || room.roomTags.includes(groupName)
  if (!isOpen && !(await listPeople(ctx.db, groupName)).includes(clientId)) throw mayNotUse(groupName)
  const changed = await ctx.db.write(async tx => {
    const room = await lockRoom(tx, roomId)
    if (!room) return
    const before = await findGroupPref(tx, groupName, roomId)
    const after = change(before)
    if (isDeepStrictEqual(before, after)) return { after }
    await upsertGroupPref(tx, groupName, roomId, after, ctx.clock())
    const acts = !isDeepStrictEqual([before.tags, before.tagColors], [after.tags, after.tagColors])
    return { after, prefs: acts ? await prefsOf(tx, room, await listUsers(tx, room, groupName)) : undefined }
  }, roomId)
  if (!changed) throw noRoom()
  if (changed.prefs) ctx.publish({ type: "roomPref.changed", roomId, prefs: changed.prefs })
  return changed.after
}

/** Members of a room who may use the group. */
async function listUsers(tx: Statements, room: RoomRow, groupName: string): Promise<string[]> {
  const members = (await listMemberIds(tx, [room.id])).get(room.id) ?? []
  if (room.roomTags.includes(groupName)) return members
  const people = new Set(await listPeople(tx, groupName))
  return members.filter(id => people.has(id))
}

const mayNotUse = (groupName: string) =>
  new ChatError(
    "INSUFFICIENT_PERMISSIONS",
    `You are in no group ${groupName}, nor in a room with such a tag.`,
  )

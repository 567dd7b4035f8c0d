import { isDeepStrictEqual } from "node:util"
import { listPresent } from "../store/members.ts"
import { lockRoom, type RoomRow, updateRoom as storeRoom } from "../store/rooms.ts"
import type { RoomViews } from "../store/views.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { describeRoomChange } from "./retelling.ts"
import { type Action, checkRight, enterRoom, noRoom } from "./rights.ts"
import { getRoom } from "./rooms.ts"
import { checkWebhook } from "./webhook.ts"

/** What a caller changes of a room; null clears. */
export interface RoomChanges {
  name?: string | null
  cover?: string | null
  description?: string | null
  roomTags?: string[] | null
  webhook?: string | null
  botMode?: boolean | null
  botState?: string | null
  extParams?: string | null
  encrypted?: boolean | null
  opening?: 0 | 1
  status?: 0 | 1
  managers?: string[] | null
  owner?: string | null
}

const needed: Record<keyof RoomChanges, Action> = {
  name: "describe",
  cover: "describe",
  description: "describe",
  roomTags: "describe",
  webhook: "configure",
  botMode: "configure",
  botState: "configure",
  extParams: "configure",
  encrypted: "configure",
  opening: "configure",
  status: "configure",
  managers: "appoint",
  owner: "appoint",
}

/** Changes the given fields of a room; status 0 freezes it (contract: openapi.yaml updateRoom). */
export async function updateRoom(
  ctx: Context,
  caller: Caller,
  roomId: string,
  changes: RoomChanges,
): Promise<RoomViews> {
  const access = await enterRoom(ctx, caller, roomId, "describe")
  for (const [field, action] of Object.entries(needed))
    if (changes[field as keyof RoomChanges] !== undefined) await checkRight(ctx, caller, access, action)
  if (changes.webhook !== undefined) checkWebhook(ctx, caller, changes.webhook ?? "")
  const { room } = access
  const changed = await ctx.db.write(async tx => {
    const before = await lockRoom(tx, room.id)
    if (!before) return noRoom()
    const after = changedRoom(before, changes)
    const appointed = [after.ownerId ?? [], after.managers].flat().filter(id => !standsAbove(before, id))
    const present = await listPresent(tx, room.id, appointed)
    const stranger = appointed.find(id => !present.has(id))
    if (stranger !== undefined)
      return new ChatError("INVALID_PARAMETER", `${stranger} is not in this room: add them first.`)
    if (isDeepStrictEqual(after, before)) return
    await storeRoom(tx, after, before)
    return describeRoomChange(tx, after)
  }, room.id)
  if (changed instanceof ChatError) throw changed
  if (changed) ctx.publish(changed)
  return getRoom(ctx, caller, room.id)
}

const standsAbove = ({ ownerId, managers }: RoomRow, id: string) => id === ownerId || managers.includes(id)

function changedRoom(room: RoomRow, changes: RoomChanges): RoomRow {
  return {
    ...room,
    name: given(changes.name, room.name, ""),
    cover: given(changes.cover, room.cover, ""),
    description: given(changes.description, room.description, ""),
    roomTags: [...new Set(given(changes.roomTags, room.roomTags, []))],
    webhook: given(changes.webhook, room.webhook, null) || null,
    botMode: given(changes.botMode, room.botMode, null),
    botState: given(changes.botState, room.botState, ""),
    extParams: given(changes.extParams, room.extParams, ""),
    encrypted: given(changes.encrypted, room.encrypted, false),
    opening: changes.opening ?? room.opening,
    status: changes.status ?? room.status,
    managers: [...new Set(given(changes.managers, room.managers, []))],
    ownerId: given(changes.owner, room.ownerId, null) || null,
  }
}

const given = <T>(value: T | null | undefined, before: T, empty: T): T =>
  value === undefined ? before : (value ?? empty)

import { deleteInvitations } from "../store/invitations.ts"
import { deleteMembers } from "../store/joining.ts"
import { listPresent } from "../store/members.ts"
import { lockRoom, type RoomRow, updateRoom } from "../store/rooms.ts"
import { type RoomViews, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { describeRoomChange } from "./retelling.ts"
import { enterRoom, noRoom } from "./rights.ts"
import { left, removed, storeSystemMessage } from "./system-messages.ts"
import { tellWebhookMembers } from "./webhook-events.ts"

/**
 * Takes users and groups out of a room; oneself is leaving. Who is also there through a group stays.
 * @returns the room as it then is for the acting user, who may no longer be in it.
 */
export async function removeMembers(
  ctx: Context,
  caller: Caller,
  roomId: string,
  memberIds: readonly string[],
  systemMessage = false,
): Promise<RoomViews> {
  const actorId = actingClient(caller)
  const ids = [...new Set(memberIds)]
  const leavesOnly = ids.every(id => id === actorId)
  const { room } = await enterRoom(ctx, caller, roomId, leavesOnly ? "leave" : "remove")
  const taken = await ctx.db.write(async tx => {
    const before = await lockRoom(tx, room.id)
    if (!before) return noRoom()
    const present = await listPresent(tx, room.id, ids)
    const absent = ids.find(id => !present.has(id))
    if (absent !== undefined) return new ChatError("MEMBER_NOT_FOUND", `${absent} is not in this room.`)
    if (![...present.values()].includes(true)) return { room: before }
    const gone = await deleteMembers(tx, room.id, ids, ctx.clock())
    const after = withoutRoles(before, gone)
    if (after !== before) await updateRoom(tx, after, before)
    const uninvited = (await deleteInvitations(tx, room.id, gone)).map(({ inviteeId }) => inviteeId)
    const leavers = gone.filter(id => id === actorId && ids.includes(id))
    const others = gone.filter(id => !leavers.includes(id))
    const change = await describeRoomChange(tx, after, { removed: others, left: leavers })
    const named = ids.filter(id => gone.includes(id))
    const told = { event: "DELETE_MEMBERS" as const, clientId: actorId, memberIds: named }
    await tellWebhookMembers(ctx, tx, after, told)
    const sayings = systemMessage ? named.map(sayingOf(actorId)) : []
    const messages = []
    for (const saying of sayings) messages.push(await storeSystemMessage(ctx, tx, room.id, actorId, saying))
    return { room: after, change: { ...change, messages }, uninvited }
  }, room.id)
  if (taken instanceof ChatError) throw taken
  if (taken.change) ctx.publish(taken.change)
  if (taken.uninvited?.length)
    ctx.publish({ type: "invitation.ended", roomId: room.id, inviteeIds: taken.uninvited })
  return viewRooms(ctx.db, [taken.room], actorId)
}

const sayingOf = (actorId: string) => (id: string) => (id === actorId ? left(id) : removed(id))

/** Who is gone owns and manages nothing. */
function withoutRoles(room: RoomRow, gone: readonly string[]): RoomRow {
  const managers = room.managers.filter(id => !gone.includes(id))
  const ownerId = room.ownerId !== null && gone.includes(room.ownerId) ? null : room.ownerId
  return ownerId === room.ownerId && managers.length === room.managers.length
    ? room
    : { ...room, ownerId, managers }
}

import { listInvitations } from "../store/invitations.ts"
import { listMemberIds } from "../store/members.ts"
import { deleteRoom as deleteRow, stripRoom } from "../store/room-removal.ts"
import { lockRoom } from "../store/rooms.ts"
import { viewRooms } from "../store/views.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { emptyRoom } from "./message-removal.ts"
import { enterRoom, noRoom } from "./rights.ts"

/**
 * Deletes a room and its messages for good. The messages go first, in steps, so that a long history holds up nobody; what
 * is said meanwhile goes with the room.
 */
export async function deleteRoom(ctx: Context, caller: Caller, roomId: string): Promise<void> {
  const { room } = await enterRoom(ctx, caller, roomId, "destroy")
  await emptyRoom(ctx, room.id)
  const deleted = await ctx.db.write(async tx => {
    const last = await lockRoom(tx, room.id)
    if (!last) return
    const memberIds = (await listMemberIds(tx, [room.id])).get(room.id) ?? []
    const inviteeIds = (await listInvitations(tx, { roomId: room.id })).map(({ inviteeId }) => inviteeId)
    await stripRoom(tx, room.id)
    const bare = await viewRooms(tx, [{ ...last, status: 0 }], null)
    await deleteRow(tx, room.id)
    return { room: bare, memberIds, inviteeIds }
  }, room.id)
  if (!deleted) throw noRoom()
  ctx.publish({ type: "room.deleted", ...deleted })
}

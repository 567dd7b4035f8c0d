import { eraseProfile, listGroupIdsOf } from "../store/client-erasure.ts"
import { listPeople } from "../store/groups.ts"
import { deleteInvitations, listInvitations } from "../store/invitations.ts"
import { findMember } from "../store/members.ts"
import { listRoomIdsOf } from "../store/room-list.ts"
import { findRoom } from "../store/rooms.ts"
import type { Caller } from "./caller.ts"
import { clientsLane } from "./client-changes.ts"
import type { Context } from "./context.ts"
import { saveGroup } from "./groups.ts"
import { removeMembers } from "./leaving.ts"
import { revokeTokens } from "./tokens.ts"

/**
 * Forgets a user: sign-ins, devices, groups, group rooms, invitations, preferences and profile. What was said stays, and so
 * do direct rooms, which are the other side's as well; they show the bare id.
 * @throws ChatError CLIENT_NOT_FOUND for groups, too
 */
export async function eraseClient(ctx: Context, clientId: string): Promise<void> {
  await revokeTokens(ctx, clientId, null)
  for (const _id of await listGroupIdsOf(ctx.db, clientId)) {
    const members = (await listPeople(ctx.db, _id)).filter(id => id !== clientId)
    await saveGroup(ctx, { _id, members })
  }
  const oneself: Caller = { kind: "platform", clientId }
  for (const roomId of await listRoomIdsOf(ctx.db, clientId)) {
    const room = await findRoom(ctx.db, roomId)
    const member = await findMember(ctx.db, roomId, clientId)
    if (room?.roomType === "group" && member?.named) await removeMembers(ctx, oneself, roomId, [clientId])
  }
  for (const { roomId } of await listInvitations(ctx.db, { inviteeId: clientId })) {
    await ctx.db.write(tx => deleteInvitations(tx, roomId, [clientId]), roomId)
    ctx.publish({ type: "invitation.ended", roomId, inviteeIds: [clientId] })
  }
  await ctx.db.write(tx => eraseProfile(tx, clientId, ctx.clock()), clientsLane)
}

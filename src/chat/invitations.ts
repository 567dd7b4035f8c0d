import { newId } from "../lib/ids.ts"
import { listBanned } from "../store/blocks.ts"
import { listClients } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import {
  deleteInvitations,
  type InvitationView,
  listInvitations,
  upsertInvitation,
  viewInvitations,
} from "../store/invitations.ts"
import { listPresent } from "../store/members.ts"
import { findRoom } from "../store/rooms.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { enterRoom } from "./rights.ts"
import { invitationsCancelled, storeSystemMessage } from "./system-messages.ts"

/**
 * Invites inside an operation: of a group, its people, since nobody else could consent; nobody who is in the room already
 * or banned there.
 */
export async function invite(
  tx: Statements,
  roomId: string,
  inviterId: string,
  inviteeIds: readonly string[],
  now: number,
): Promise<InvitationView[]> {
  const invitees = [...(await listClients(tx, inviteeIds)).values()].flatMap(
    client => client.people ?? client,
  )
  const ids = [...new Set(invitees.map(client => client.id))]
  const present = await listPresent(tx, roomId, ids)
  const banned = await listBanned(tx, roomId, ids)
  const made = []
  for (const inviteeId of ids.filter(id => !present.has(id) && !banned.includes(id))) {
    const invitation = { id: newId(now), roomId, inviteeId, inviterId, createdAt: now, updatedAt: now }
    made.push(await upsertInvitation(tx, invitation))
  }
  return viewInvitations(tx, made)
}

/** Pending invitations of the acting user, newest first. */
export async function listOwnInvitations(ctx: Context, caller: Caller): Promise<InvitationView[]> {
  const inviteeId = actingClient(caller)
  return viewInvitations(ctx.db, await listInvitations(ctx.db, { inviteeId }))
}

/** Pending invitations to a room, for its members. */
export async function listRoomInvitations(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<InvitationView[]> {
  actingClient(caller)
  const { room } = await enterRoom(ctx, caller, roomId, "seeInvitations")
  return viewInvitations(ctx.db, await listInvitations(ctx.db, { roomId: room.id }))
}

/** Declines what the acting user was invited to; nobody is told. @returns what is left of their invitations. */
export async function declineInvitations(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<InvitationView[]> {
  const inviteeId = actingClient(caller)
  await ctx.db.write(tx => deleteInvitations(tx, roomId, [inviteeId]), roomId)
  return listOwnInvitations(ctx, caller)
}

/** Withdraws invitations to a room; who was not invited is passed over. @returns those that are left. */
export async function withdrawInvitations(
  ctx: Context,
  caller: Caller,
  roomId: string,
  inviteeIds: readonly string[],
): Promise<InvitationView[]> {
  const senderId = actingClient(caller)
  const { room } = await enterRoom(ctx, caller, roomId, "withdraw")
  const withdrawn = await ctx.db.write(async tx => {
    if (!(await findRoom(tx, room.id))) return
    const ended = (await deleteInvitations(tx, room.id, inviteeIds)).map(({ inviteeId }) => inviteeId)
    if (ended.length === 0) return
    return { ended, view: await storeSystemMessage(ctx, tx, room.id, senderId, invitationsCancelled(ended)) }
  }, room.id)
  if (withdrawn) {
    ctx.publish({ type: "message.created", view: withdrawn.view })
    ctx.publish({ type: "invitation.ended", roomId: room.id, inviteeIds: withdrawn.ended })
  }
  return viewInvitations(ctx.db, await listInvitations(ctx.db, { roomId: room.id }))
}

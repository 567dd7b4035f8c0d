import { listBanned } from "../store/blocks.ts"
import { deleteInvitations } from "../store/invitations.ts"
import { insertMembers } from "../store/joining.ts"
import { listPresent } from "../store/members.ts"
import { findRoom, lockRoom } from "../store/rooms.ts"
import type { RoomViews } from "../store/views.ts"
import type { MemberEvent } from "../store/webhook-queue.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { invite } from "./invitations.ts"
import { describeRoomChange } from "./retelling.ts"
import { closed, comeIn, enterRoom, noRoom } from "./rights.ts"
import { checkPeople } from "./room-creation.ts"
import { getRoom } from "./rooms.ts"
import { added, joined, type Saying, storeSystemMessage } from "./system-messages.ts"
import { tellWebhookMembers } from "./webhook-events.ts"

/** The acting user joins a room, or accepts an invitation to it; once more changes nothing. */
export async function joinRoom(
  ctx: Context,
  caller: Caller,
  roomId: string,
  { systemMessage = true }: { systemMessage?: boolean },
): Promise<RoomViews> {
  const { room, member } = await comeIn(ctx, caller, roomId)
  const clientId = actingClient(caller)
  if (member) await ctx.db.write(tx => deleteInvitations(tx, room.id, [clientId]), room.id)
  else {
    const say = systemMessage ? () => joined(clientId) : undefined
    await bringIn(ctx, room.id, [clientId], { event: "JOIN_ROOM", senderId: clientId, say })
  }
  return getRoom(ctx, caller, room.id)
}

export interface AddOptions {
  /** Whether the room is told by a message. */
  systemMessage?: boolean
  /** Whether those who are added must join by themselves; the server's setting decides where it is absent. */
  invitationRequired?: boolean
}

/** Adds or invites users and groups; who is in the room already is passed over. */
export async function addMembers(
  ctx: Context,
  caller: Caller,
  roomId: string,
  inviteeIds: readonly string[],
  { systemMessage, invitationRequired = ctx.rules.invitationRequired }: AddOptions,
): Promise<RoomViews> {
  const senderId = actingClient(caller)
  const { room } = await enterRoom(ctx, caller, roomId, "add").catch(error => {
    throw error instanceof ChatError && error.code === "INSUFFICIENT_PERMISSIONS"
      ? closed("This room does not admit new members.")
      : error
  })
  const ids = [...new Set(inviteeIds)]
  await checkPeople(ctx, ids)
  await checkBans(ctx, room.id, ids)
  if (invitationRequired) await askIn(ctx, room.id, ids, senderId)
  else
    await bringIn(ctx, room.id, ids, {
      event: "ADD_MEMBERS",
      senderId,
      say: systemMessage ? added : undefined,
    })
  return getRoom(ctx, caller, room.id)
}

async function askIn(
  ctx: Context,
  roomId: string,
  clientIds: readonly string[],
  senderId: string,
): Promise<void> {
  const invitations = await ctx.db.write(
    async tx => (await findRoom(tx, roomId)) && invite(tx, roomId, senderId, clientIds, ctx.clock()),
    roomId,
  )
  if (!invitations) throw noRoom()
  if (invitations.length > 0) ctx.publish({ type: "invitation.made", invitations })
}

async function checkBans(ctx: Context, roomId: string, ids: readonly string[]): Promise<void> {
  const present = await listPresent(ctx.db, roomId, ids)
  const newcomers = ids.filter(id => !present.has(id))
  const [banned] = await listBanned(ctx.db, roomId, newcomers)
  if (banned !== undefined)
    throw new ChatError("CLIENT_BLOCKED", `${banned} is banned in this room: lift the ban first.`)
}

interface Arrival {
  event: MemberEvent["event"]
  senderId: string
  /** What the room is told of those who are new. */
  say?: (ids: readonly string[]) => Saying
}

/** Puts users and groups into a room by name. Their invitations end, and those who did not come by themselves are told so. */
async function bringIn(
  ctx: Context,
  roomId: string,
  clientIds: readonly string[],
  { event, senderId, say }: Arrival,
): Promise<void> {
  const brought = await ctx.db.write(async tx => {
    const room = await lockRoom(tx, roomId)
    if (!room) return
    const present = await listPresent(tx, roomId, clientIds)
    const newcomers = clientIds.filter(id => !present.get(id))
    if (newcomers.length === 0) return {}
    const added = await insertMembers(tx, roomId, newcomers, room.lastSeq, ctx.clock())
    const accepted = await deleteInvitations(tx, roomId, [...clientIds, ...added])
    const change = await describeRoomChange(tx, room, { added })
    await tellWebhookMembers(ctx, tx, room, { event, clientId: senderId, memberIds: newcomers })
    const messages = say ? [await storeSystemMessage(ctx, tx, roomId, senderId, say(newcomers))] : []
    return { change: { ...change, messages }, accepted }
  }, roomId)
  if (!brought) throw noRoom()
  if (brought.change) ctx.publish(brought.change)
  const told = brought.accepted?.map(({ inviteeId }) => inviteeId).filter(id => id !== senderId)
  if (told?.length) ctx.publish({ type: "invitation.ended", roomId, inviteeIds: told })
}

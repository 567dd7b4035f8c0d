import { pairOf } from "../lib/ids.ts"
import {
  type BlockRow,
  type BlockView,
  deleteBlock,
  insertBlock,
  listBlocksBy,
  listBlocksIn,
  viewBlocks,
} from "../store/blocks.ts"
import { type ClientRow, findClient } from "../store/clients.ts"
import type { Statements } from "../store/database.ts"
import { deleteInvitations } from "../store/invitations.ts"
import { readmitPeople } from "../store/joining.ts"
import { findRoomByPair, lockRoom } from "../store/rooms.ts"
import { type RoomViews, viewRooms } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { describeRoomChange } from "./retelling.ts"
import { enterRoom, noRoom } from "./rights.ts"
import { createRoom } from "./rooms.ts"
import { ensureSystemClient } from "./store-message.ts"

/** All that the caller has blocked, bans they made included, newest first. */
export const listOwnBlocks = async (ctx: Context, caller: Caller): Promise<BlockView[]> =>
  viewBlocks(ctx.db, await listBlocksBy(ctx.db, actingClient(caller)))

/** Ends what the caller and somebody else say to each other in their direct room, which is made if need be. */
export async function blockUser(ctx: Context, caller: Caller, clientId: string): Promise<BlockView> {
  const blockerId = actingClient(caller)
  if (clientId === blockerId) throw selfBlock()
  if (!(await findClient(ctx.db, clientId)))
    throw new ChatError("USER_NOT_FOUND", `There is no user ${clientId}.`)
  const { room } = await createRoom(ctx, caller, { roomType: "direct", members: [blockerId, clientId] })
  return putBlock(ctx, room.id, clientId, blockerId)
}

export async function unblockUser(ctx: Context, caller: Caller, clientId: string): Promise<BlockView> {
  const blockerId = actingClient(caller)
  checkBlockee(caller, clientId)
  const room = await findRoomByPair(ctx.db, pairOf(blockerId, clientId))
  if (!room) throw noBlock(clientId)
  return liftBlock(ctx, room.id, clientId)
}

/** The bans of a room, newest first. */
export async function listBans(ctx: Context, caller: Caller, roomId: string): Promise<BlockView[]> {
  const { room } = await enterRoom(ctx, caller, roomId, "ban")
  return viewBlocks(ctx.db, await listBlocksIn(ctx.db, [room.id]))
}

/** Silences somebody in a group room, or keeps them from joining it (contract: openapi.yaml banMember). */
export async function banMember(
  ctx: Context,
  caller: Caller,
  roomId: string,
  clientId: string,
): Promise<BlockView> {
  const { room } = await enterRoom(ctx, caller, roomId, "ban").catch(error => {
    throw error instanceof ChatError && error.code === "ROOM_NOT_FOUND" ? noneSuch(error.message) : error
  })
  if (clientId === caller.clientId) throw selfBlock()
  if (clientId === room.ownerId)
    throw new ChatError("INSUFFICIENT_PERMISSIONS", "The owner of a room cannot be banned in it.")
  const { clientType }: Partial<ClientRow> = (await findClient(ctx.db, clientId)) ?? {}
  if (!clientType) throw noneSuch(`There is no user ${clientId}.`)
  if (clientType === "group") throw noneSuch(`${clientId} is a group: ban its people, one by one.`)
  const blockerId = caller.clientId ?? room.ownerId ?? (await ensureSystemClient(ctx))
  return putBlock(ctx, room.id, clientId, blockerId)
}

export async function unbanMember(
  ctx: Context,
  caller: Caller,
  roomId: string,
  clientId: string,
): Promise<BlockView> {
  const { room } = await enterRoom(ctx, caller, roomId, "ban")
  checkBlockee(caller, clientId)
  return liftBlock(ctx, room.id, clientId)
}

async function putBlock(
  ctx: Context,
  roomId: string,
  blockeeId: string,
  blockerId: string,
): Promise<BlockView> {
  const now = ctx.clock()
  const block: BlockRow = { roomId, blockeeId, blockerId, createdAt: now, updatedAt: now }
  const made = await ctx.db.write(async tx => {
    if (!(await lockRoom(tx, roomId))) return noRoom()
    if (!(await insertBlock(tx, block)))
      return new ChatError("USER_ALREADY_BLOCKED", `${blockeeId} is blocked here already.`)
    const uninvited = await deleteInvitations(tx, roomId, [blockeeId])
    return { ...(await viewChange(tx, block)), uninvited }
  }, roomId)
  if (made instanceof ChatError) throw made
  tell(ctx, made)
  if (made.uninvited.length > 0) ctx.publish({ type: "invitation.ended", roomId, inviteeIds: [blockeeId] })
  return made.view
}

async function liftBlock(ctx: Context, roomId: string, blockeeId: string): Promise<BlockView> {
  const lifted = await ctx.db.write(async tx => {
    const block = await deleteBlock(tx, roomId, blockeeId)
    if (!block) return
    const added = await readmitPeople(tx, roomId, ctx.clock())
    const change = await viewChange(tx, { ...block, updatedAt: ctx.clock() })
    const [room] = change.room.rooms
    return {
      ...change,
      arrival: added.length > 0 && room && (await describeRoomChange(tx, room.room, { added })),
    }
  }, roomId)
  if (!lifted) throw noBlock(blockeeId)
  if (lifted.arrival) ctx.publish(lifted.arrival)
  else tell(ctx, lifted)
  return lifted.view
}

interface BlockChange {
  view: BlockView
  room: RoomViews
}

async function viewChange(tx: Statements, block: BlockRow): Promise<BlockChange> {
  const [view] = (await viewBlocks(tx, [block])) as [BlockView]
  return { view, room: await viewRooms(tx, [view.room], null) }
}

/** A ban changes the room for the banned alone, a block for both sides. */
function tell(ctx: Context, { view, room }: BlockChange): void {
  const members = room.rooms.flatMap(({ members }) => members.map(member => member.clientId))
  const told = view.room.roomType === "direct" ? members : members.filter(id => id === view.block.blockeeId)
  if (told.length > 0) ctx.publish({ type: "block.changed", room, told })
}

function checkBlockee(caller: Caller, clientId: string): void {
  checkId(clientId, "The user id", "INVALID_USER_ID")
  if (clientId === caller.clientId)
    throw new ChatError("INVALID_USER_ID", "Name somebody else: nobody can block themselves.")
}

const selfBlock = () => new ChatError("SELF_BLOCK_FORBIDDEN", "You cannot block yourself.")
const noBlock = (id: string) => new ChatError("BLOCK_NOT_FOUND", `${id} is not blocked here.`)
const noneSuch = (sentence: string) => new ChatError("ROOM_OR_USER_NOT_FOUND", sentence)

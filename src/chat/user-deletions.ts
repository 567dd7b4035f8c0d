import type { Statements } from "../store/database.ts"
import { lockRoom, type RoomRow } from "../store/rooms.ts"
import {
  clearRoom,
  type Deleted,
  insertUserDeletions,
  listUserDeletions,
  type UserDeletion,
} from "../store/user-deletions.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { readerOf } from "./history.ts"
import { enterAsMember } from "./rights.ts"

/** Of very many deletions the newest are named; all are counted. */
const mostNamed = 10_000

/** Deletes messages from the caller's view only; what the caller cannot see is skipped (contract: rest-extended.md 1.7). */
export async function deleteForOneself(
  ctx: Context,
  caller: Caller,
  roomId: string,
  messageIds: readonly string[],
): Promise<Deleted> {
  const { reader } = await enterAsReader(ctx, caller, roomId)
  return tell(ctx, roomId, reader.clientId, false, tx =>
    insertUserDeletions(tx, reader, roomId, messageIds, ctx.clock()),
  )
}

/** The same for all that is in a room now; what comes later shows. */
export async function clearForOneself(ctx: Context, caller: Caller, roomId: string): Promise<Deleted> {
  const { reader } = await enterAsReader(ctx, caller, roomId)
  return tell(ctx, roomId, reader.clientId, true, async tx => {
    const room = await lockRoom(tx, roomId)
    return room ? clearRoom(tx, reader, room, mostNamed, ctx.clock()) : { count: 0, ids: [] }
  })
}

async function tell(
  ctx: Context,
  roomId: string,
  clientId: string,
  all: boolean,
  remove: (tx: Statements) => Promise<Deleted>,
): Promise<Deleted> {
  const deleted = await ctx.db.write(remove, roomId)
  if (deleted.count > 0)
    ctx.publish({ type: "messages.userDeleted", clientId, roomId, messageIds: deleted.ids, all })
  return deleted
}

/** What the caller deleted for themselves in a room, and has not been deleted for everybody since. */
export async function listOwnDeletions(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<{ count: number; deletions: UserDeletion[] }> {
  const { room, reader } = await enterAsReader(ctx, caller, roomId)
  return listUserDeletions(ctx.db, reader, room, mostNamed)
}

async function enterAsReader(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<{ room: RoomRow; reader: { clientId: string; seesHidden: boolean } }> {
  const clientId = actingClient(caller)
  const access = await enterAsMember(ctx, caller, roomId)
  return { room: access.room, reader: { ...readerOf(caller, access), clientId } }
}

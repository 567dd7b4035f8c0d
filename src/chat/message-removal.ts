import type { Statements } from "../store/database.ts"
import { deleteMessage, deleteOldest } from "../store/message-removal.ts"
import type { Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { noMessage } from "./message-access.ts"
import { retellRoom } from "./retelling.ts"
import { enterRoom } from "./rights.ts"

/** Messages that one write deletes, so that none is long. */
const stepLength = 2000

export interface Removal {
  count: number
  /** Null with the API key and no acting user. */
  by: string | null
  /** Ms since the epoch. */
  at: number
}

/** Deletes one message for everybody (contract: openapi.yaml deleteMessage). */
export async function removeMessage(
  ctx: Context,
  caller: Caller,
  roomId: string,
  messageId: string,
): Promise<Removal> {
  await enterToRemove(ctx, caller, roomId)
  const deleted = await ctx.db.write(
    async tx => (await deleteMessage(tx, roomId, messageId)) && { room: await retellRoom(tx, roomId) },
    roomId,
  )
  if (!deleted) throw noMessage()
  ctx.publish({ type: "message.deleted", roomId, messageId, room: deleted.room })
  return { count: 1, by: caller.clientId, at: ctx.clock() }
}

/** Deletes all messages of a room for everybody. */
export async function removeAllMessages(ctx: Context, caller: Caller, roomId: string): Promise<Removal> {
  await enterToRemove(ctx, caller, roomId)
  const { count, last } = await empty(ctx, roomId, tx => retellRoom(tx, roomId))
  ctx.publish({ type: "message.deleted", roomId, messageId: null, room: last })
  return { count, by: caller.clientId, at: ctx.clock() }
}

/** Deletes all messages of a room, oldest first, in writes that are short. @returns how many there were. */
export const emptyRoom = async (ctx: Context, roomId: string): Promise<number> =>
  (await empty(ctx, roomId, async () => {})).count

/** @param finish joins the write that leaves the room empty. */
async function empty<T>(
  ctx: Context,
  roomId: string,
  finish: (tx: Statements) => Promise<T>,
): Promise<{ count: number; last: T }> {
  for (let count = 0; ; ) {
    const step = await ctx.db.write(async tx => {
      const deleted = await deleteOldest(tx, roomId, stepLength)
      return deleted < stepLength ? { deleted, last: await finish(tx) } : { deleted }
    }, roomId)
    count += step.deleted
    if ("last" in step) return { count, last: step.last as T }
  }
}

/** This operation's page has its own spelling of the code, for everybody who may not (contract: openapi.yaml deleteMessage). */
async function enterToRemove(ctx: Context, caller: Caller, roomId: string): Promise<void> {
  await enterRoom(ctx, caller, roomId, "moderate").catch(error => {
    const own = error instanceof ChatError && /NOT_ROOM_MEMBER|INSUFFICIENT_PERMISSIONS/.test(error.code)
    throw own ? new ChatError("INSUFFICIENT_PERMISSION", error.message) : error
  })
}

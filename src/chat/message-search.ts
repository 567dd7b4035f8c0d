import { countAllMessages, listAllMessages, listBatch, type TimeRange } from "../store/all-messages.ts"
import { listMessages } from "../store/message-pages.ts"
import type { MessageRow } from "../store/messages.ts"
import { listNewest, listReadableRooms } from "../store/own-messages.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"

export interface MessageList {
  totalCount: number
  messages: MessageView[]
}

/** The newest messages over all of the caller's rooms. */
export async function listRecent(ctx: Context, caller: Caller, limit: number): Promise<MessageView[]> {
  const clientId = actingClient(caller)
  const rooms = await listReadableRooms(ctx.db, clientId)
  return viewMessages(ctx.db, await listNewest(ctx.db, clientId, rooms, limit))
}

/** A query search looks at no more than so many of the newest messages, however long the histories are. */
const mostSearched = 1000

const ever: TimeRange = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }

/**
 * Those of the newest messages that a filter keeps, over the caller's rooms, or all rooms with the API key.
 * @param roomId looks into this room only.
 */
export async function searchByQuery(
  ctx: Context,
  caller: Caller,
  roomId: string | undefined,
  keep: (messages: MessageRow[]) => MessageRow[],
  limit: number,
): Promise<MessageList> {
  const found = keep(await listSearched(ctx, caller, roomId))
  return { totalCount: found.length, messages: await viewMessages(ctx.db, found.slice(0, limit)) }
}

async function listSearched(ctx: Context, caller: Caller, roomId: string | undefined): Promise<MessageRow[]> {
  if (caller.kind !== "platform") {
    const clientId = actingClient(caller)
    const rooms = await listReadableRooms(ctx.db, clientId)
    const asked = roomId === undefined ? rooms : rooms.filter(room => room.roomId === roomId)
    return listNewest(ctx.db, clientId, asked, mostSearched)
  }
  if (roomId === undefined) return listAllMessages(ctx.db, ever, mostSearched)
  return listMessages(ctx.db, {
    roomId,
    order: "createdAt",
    ascending: false,
    limit: mostSearched,
    reader: { clientId: null, seesHidden: true },
  })
}

/** Messages of all rooms in a time range, newest first. */
export async function listAll(
  ctx: Context,
  { from = ever.from, to = ever.to }: Partial<TimeRange>,
  limit: number,
): Promise<MessageList> {
  const range = { from, to }
  const messages = await listAllMessages(ctx.db, range, limit)
  return { totalCount: await countAllMessages(ctx.db, range), messages: await viewMessages(ctx.db, messages) }
}

/** What a mass sending has written. */
export const listBatchMessages = async (ctx: Context, batchId: string): Promise<MessageView[]> =>
  viewMessages(ctx.db, await listBatch(ctx.db, batchId))

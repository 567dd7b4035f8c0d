import { countSince } from "../store/message-counts.ts"
import {
  countMessages,
  listDeletedInSpan,
  listMessages,
  type MessageOrder,
  type MessagePageQuery,
} from "../store/message-pages.ts"
import { findMessage, type MessageRow } from "../store/messages.ts"
import type { RoomRow } from "../store/rooms.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import { countVisible, type MessageReader } from "../store/visibility.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { type Access, enterRoom, isSuperuser } from "./rights.ts"

export interface HistoryQuery {
  order: MessageOrder
  ascending: boolean
  limit: number
  beforeMessage?: string
  afterMessage?: string
  /** Whether the anchor itself opens the page (contract: decided.md 10). */
  anchorIncluded: boolean
  /** Only what is later by the ordering field, ms since the epoch. */
  after?: number
  messageTypes?: string[]
  senderIds?: string[]
}

export interface HistoryPage {
  /** All that the caller can see under the filter, whatever the anchor. */
  totalCount: number
  messages: MessageView[]
  /** What the caller deleted for themselves in the span of the page. */
  userDeletedIds: string[]
}

/** A page of a room's messages. */
export async function listHistory(
  ctx: Context,
  caller: Caller,
  roomId: string,
  query: HistoryQuery,
): Promise<HistoryPage> {
  actingClient(caller)
  const access = await enterRoom(ctx, caller, roomId)
  const { room } = access
  const reader = readerOf(caller, access)
  const { beforeMessage, afterMessage, anchorIncluded, ...page } = query
  const anchor = await findAnchor(ctx, room.id, query)
  const side = beforeMessage === undefined ? ("after" as const) : ("before" as const)
  const stored: MessagePageQuery = {
    ...page,
    roomId: room.id,
    reader,
    anchor: anchor && { message: anchor, side, included: anchorIncluded },
  }
  const messages = await listMessages(ctx.db, stored)
  const deletedIds = new Set(await listDeletedInSpan(ctx.db, stored, messages))
  const views = await viewMessages(ctx.db, messages)
  return {
    totalCount: await countAll(ctx, room, stored),
    messages: views.map(view => ({ ...view, anchorOnly: whyAnchor(view.message, reader, deletedIds) })),
    userDeletedIds: [...deletedIds].filter(id => messages.every(message => message.id !== id)),
  }
}

async function countAll(ctx: Context, room: RoomRow, page: MessagePageQuery): Promise<number> {
  if (page.messageTypes || page.senderIds) return countMessages(ctx.db, page)
  if (page.after === undefined) return countVisible(ctx.db, room, page.reader)
  return countSince(ctx.db, room, page.reader, page.after, page.order)
}

/** Messages that were made or changed after an instant, ms since the epoch. */
export async function countHistory(
  ctx: Context,
  caller: Caller,
  roomId: string,
  since: number,
): Promise<number> {
  actingClient(caller)
  const access = await enterRoom(ctx, caller, roomId)
  return countSince(ctx.db, access.room, readerOf(caller, access), since, "updatedAt")
}

async function findAnchor(
  ctx: Context,
  roomId: string,
  { beforeMessage, afterMessage }: HistoryQuery,
): Promise<MessageRow | undefined> {
  const id = beforeMessage ?? afterMessage
  if (id === undefined) return
  const anchor = await findMessage(ctx.db, id)
  if (anchor?.roomId === roomId) return anchor
  const field = beforeMessage === undefined ? "afterMessage" : "beforeMessage"
  throw new ChatError("INVALID_PARAMETER", `${field} names no message of this room.`)
}

/** Why a message of a page is there although its reader cannot see it: then it is the anchor. */
function whyAnchor(
  message: MessageRow,
  { seesHidden }: MessageReader,
  deletedIds: ReadonlySet<string>,
): MessageView["anchorOnly"] {
  if (message.hidden && !seesHidden) return "hidden"
  return deletedIds.has(message.id) ? "deleted" : undefined
}

/** What a caller may see of a room's messages. */
export const readerOf = (caller: Caller, access: Access): MessageReader => ({
  clientId: caller.clientId,
  seesHidden: isSuperuser(caller, access),
})

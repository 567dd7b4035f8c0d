import {
  countMessages,
  findMessage,
  listMessages,
  type MessageOrder,
  type MessagePageQuery,
} from "../store/messages.ts"
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

/** A page of a room's messages; `totalCount` is all that the caller can see under the filter, whatever the anchor. */
export async function listHistory(
  ctx: Context,
  caller: Caller,
  roomId: string,
  query: HistoryQuery,
): Promise<{ totalCount: number; messages: MessageView[] }> {
  actingClient(caller)
  const access = await enterRoom(ctx, caller, roomId)
  const { room } = access
  const reader = readerOf(caller, access)
  const { beforeMessage, afterMessage, anchorIncluded, ...page } = query
  const anchorId = beforeMessage ?? afterMessage
  const anchor = anchorId === undefined ? undefined : await findMessage(ctx.db, anchorId)
  if (anchorId !== undefined && anchor?.roomId !== room.id) {
    throw new ChatError(
      "INVALID_PARAMETER",
      `${beforeMessage ? "beforeMessage" : "afterMessage"} names no message of this room.`,
    )
  }
  const side = beforeMessage === undefined ? ("after" as const) : ("before" as const)
  const stored: MessagePageQuery = {
    ...page,
    roomId: room.id,
    reader,
    anchor: anchor && { message: anchor, side, included: anchorIncluded },
  }
  const filtered = page.after !== undefined || page.messageTypes !== undefined || page.senderIds !== undefined
  return {
    totalCount: filtered ? await countMessages(ctx.db, stored) : await countVisible(ctx.db, room, reader),
    messages: await viewMessages(ctx.db, await listMessages(ctx.db, stored)),
  }
}

/** What a caller may see of a room's messages. */
export const readerOf = (caller: Caller, access: Access): MessageReader => ({
  clientId: caller.clientId,
  seesHidden: isSuperuser(caller, access),
})

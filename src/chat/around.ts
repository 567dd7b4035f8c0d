import { listMessages } from "../store/message-pages.ts"
import { findMessage } from "../store/messages.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import { isVisible } from "../store/visibility.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { readerOf } from "./history.ts"
import { noMessage } from "./message-access.ts"
import { enterRoom } from "./rights.ts"

/** A message with so many older and newer ones, newest first (contract: rest-extended.md 1.6). */
export async function listAround(
  ctx: Context,
  caller: Caller,
  roomId: string,
  messageId: string,
  { before, after }: { before: number; after: number },
): Promise<MessageView[]> {
  actingClient(caller)
  const access = await enterRoom(ctx, caller, roomId)
  const reader = readerOf(caller, access)
  const centre = await findMessage(ctx.db, messageId)
  if (centre?.roomId !== access.room.id || !(await isVisible(ctx.db, messageId, reader))) throw noMessage()
  const list = (side: "before" | "after", limit: number) =>
    listMessages(ctx.db, {
      roomId: access.room.id,
      order: "createdAt",
      ascending: side === "after",
      limit,
      anchor: { message: centre, side, included: false },
      reader,
    })
  const newer = await list("after", after)
  const older = await list("before", before)
  return viewMessages(ctx.db, [...newer.reverse(), centre, ...older])
}

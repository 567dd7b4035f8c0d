import { listPinned, pinAlone, unpin } from "../store/pins.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { readerOf } from "./history.ts"
import { asOther, enterMessage, noMessage, viewStored } from "./message-access.ts"
import { changeStored } from "./retelling.ts"
import { enterRoom } from "./rights.ts"

/** Pins a message, in the place of the one that was pinned so far (contract: openapi.yaml pinMessage). */
export async function pinMessage(ctx: Context, caller: Caller, messageId: string): Promise<MessageView> {
  const { message } = await enterMessage(ctx, caller, messageId, "pin").catch(asOther)
  if (message.messageType === "recall") throw noMessage()
  const views = await changeStored(ctx, message.roomId, async tx => ({
    messages: await pinAlone(tx, message, ctx.clock()),
  }))
  return views.find(view => view.message.id === message.id) ?? viewStored(ctx, message.id)
}

export async function unpinMessage(ctx: Context, caller: Caller, messageId: string): Promise<MessageView> {
  const { message } = await enterMessage(ctx, caller, messageId, "pin").catch(asOther)
  const [view] = await changeStored(ctx, message.roomId, async tx => ({
    messages: await unpin(tx, message.id, ctx.clock()),
  }))
  return view ?? viewStored(ctx, message.id)
}

/** The pinned message of a room, if there is one. */
export async function listPinnedMessages(
  ctx: Context,
  caller: Caller,
  roomId: string,
): Promise<MessageView[]> {
  actingClient(caller)
  const access = await enterRoom(ctx, caller, roomId)
  return viewMessages(ctx.db, await listPinned(ctx.db, access.room.id, readerOf(caller, access)))
}

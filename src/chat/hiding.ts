import { listBefore, type Place, setHidden } from "../store/hiding.ts"
import type { MessageView } from "../store/views.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { asOther, enterMessage, viewStored } from "./message-access.ts"
import { changeStored } from "./retelling.ts"
import { enterRoom } from "./rights.ts"

/** Hides a message from all who are no superusers of its room, or shows it again (contract: rest-extended.md 1.7). */
export async function hideMessage(
  ctx: Context,
  caller: Caller,
  messageId: string,
  hidden: boolean,
): Promise<MessageView> {
  actingClient(caller)
  const { message } = await enterMessage(ctx, caller, messageId, "moderate").catch(asOther)
  const [view] = await changeStored(ctx, message.roomId, async tx => ({
    messages: await setHidden(tx, message.roomId, [message.id], hidden, ctx.clock()),
    recounted: true,
    vanished: hidden,
  }))
  return view ?? viewStored(ctx, message.id)
}

/** Messages that one step looks at, so that no write is long. */
const stepLength = 2000

/** The newest messages whose change is told one by one; older ones show it when they are next read. */
const mostTold = 200

/** The same for all present messages of one sender. @returns how many there are, and how many of them changed. */
export async function hideSender(
  ctx: Context,
  caller: Caller,
  roomId: string,
  senderId: string,
  hidden: boolean,
): Promise<{ matched: number; changed: number }> {
  actingClient(caller)
  const { room } = await enterRoom(ctx, caller, roomId, "moderate").catch(asOther)
  const sum = { matched: 0, changed: 0 }
  let before: Place | undefined
  do {
    const step = await listBefore(ctx.db, room.id, before, stepLength)
    const ids = step.filter(message => message.senderId === senderId).map(({ id }) => id)
    sum.matched += ids.length
    if (ids.length > 0) sum.changed += await hideSome(ctx, room.id, ids, hidden, mostTold - sum.changed)
    before = step.length < stepLength ? undefined : step.at(-1)
  } while (before)
  return sum
}

/** @param told how many of the newest are told of. @returns how many changed. */
async function hideSome(
  ctx: Context,
  roomId: string,
  ids: readonly string[],
  hidden: boolean,
  told: number,
): Promise<number> {
  let changed = 0
  await changeStored(ctx, roomId, async tx => {
    const messages = await setHidden(tx, roomId, ids, hidden, ctx.clock())
    changed = messages.length
    const newest = messages.sort((a, b) => b.seq - a.seq).slice(0, Math.max(0, told))
    return { messages: newest.reverse(), recounted: true, vanished: hidden }
  })
  return changed
}

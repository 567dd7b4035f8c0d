import {
  countDeadWebhooks,
  type DeadWebhook,
  listDeadIds,
  pageDeadWebhooks,
  takeDeadWebhook,
} from "../store/dead-webhooks.ts"
import { insertSendings } from "../store/sendings.ts"
import { webhookSending } from "../store/webhook-sendings.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** Calls of webhooks that were given up, the last one first. */
export async function listDeadWebhooks(
  ctx: Context,
  page: { skip: number; limit: number },
): Promise<{ totalCount: number; calls: DeadWebhook[] }> {
  return { totalCount: await countDeadWebhooks(ctx.db), calls: await pageDeadWebhooks(ctx.db, page) }
}

/** Has one tried again, as often as at first; receivers know it by its id. */
export async function replayDeadWebhook(ctx: Context, id: string): Promise<DeadWebhook> {
  const call = await ctx.db.write(async tx => {
    const dead = await takeDeadWebhook(tx, id)
    if (dead) await insertSendings(tx, [webhookSending(dead, ctx.clock())])
    return dead
  })
  if (!call) throw new ChatError("WEBHOOK_NOT_FOUND", "No call of a webhook with this id was given up.")
  return call
}

/** Calls that one write has tried again, so that none is long. */
const step = 200

/**
 * The same for some, for all of a room, or for all; what is not there is passed over. What dies meanwhile is left alone.
 * @returns how many.
 */
export async function replayDeadWebhooks(
  ctx: Context,
  { ids, roomId }: { ids?: readonly string[]; roomId?: string },
): Promise<number> {
  const now = ctx.clock()
  let count = 0
  for (let from = 0; ; from += step) {
    const some = ids ? ids.slice(from, from + step) : await listDeadIds(ctx.db, { roomId, before: now }, step)
    count += await ctx.db.write(async tx => {
      const dead = []
      for (const id of some) dead.push((await takeDeadWebhook(tx, id)) ?? [])
      const calls = dead.flat()
      await insertSendings(
        tx,
        calls.map(call => webhookSending(call, now)),
      )
      return calls.length
    })
    if (some.length < step) return count
  }
}

import {
  countDeadWebhooks,
  type DeadWebhook,
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

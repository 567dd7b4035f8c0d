import { listDeadWebhooks, replayDeadWebhook } from "../../chat/dead-webhooks.ts"
import { presentDeadWebhook } from "../../present/dead-webhook.ts"
import { deadWebhookList } from "../../wire/bodies/webhooks.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { pageOf } from "./client-query.ts"

/** Calls of rooms' webhooks that were repeated in vain; additions of ours. */
export function webhookRoutes({ route, ctx }: Api): void {
  route(
    "GET",
    "/admin/webhooks/dead",
    "platform",
    {
      summary: "List calls of webhooks that were given up, the last one first",
      query: deadWebhookList,
      result: model.page(model.deadWebhook),
    },
    async ({ query }) => {
      const { totalCount, calls } = await listDeadWebhooks(ctx, pageOf(query))
      return { totalCount, data: calls.map(presentDeadWebhook) }
    },
  )

  route(
    "POST",
    "/admin/webhooks/dead/:id/replay",
    "platform",
    { summary: "Have a call of a webhook tried again that was given up", result: model.deadWebhook },
    async ({ params: { id = "" } }) => presentDeadWebhook(await replayDeadWebhook(ctx, id)),
  )
}

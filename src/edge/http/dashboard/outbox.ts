import { listDeadWebhooks, replayDeadWebhooks } from "../../../chat/dead-webhooks.ts"
import { ChatError } from "../../../chat/error.ts"
import { listQueues, retrySending } from "../../../chat/queues.ts"
import { presentDeadWebhook } from "../../../present/dead-webhook.ts"
import { listPage, replay } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"

/** What is still to go out, and what was given up. */
export function outboxRoutes({ ctx, read, change }: Dashboard): void {
  read("/outbox", {}, async () => {
    const { totals, rows } = await listQueues(ctx)
    return {
      totals,
      rows: rows.map(({ roomId, messageId, clientId, deviceType, deviceId, ...row }) => ({
        ...row,
        ...(roomId ? { room: roomId } : {}),
        ...(messageId ? { message: messageId } : {}),
        ...(clientId ? { client: clientId } : {}),
        ...(deviceId ? { device: `${deviceType} ${deviceId}` } : {}),
      })),
    }
  })

  change("POST", "/outbox/:id/retry", { act: "sending.retry" }, async ({ params }) => {
    await retrySending(ctx, params.id ?? "")
    return {}
  })

  read("/dead-webhooks", { query: listPage }, async ({ query }) => {
    const { totalCount, calls } = await listDeadWebhooks(ctx, pageOf(query))
    return { totalCount, data: calls.map(presentDeadWebhook) }
  })

  change(
    "POST",
    "/dead-webhooks/replay",
    {
      act: "webhook.replay",
      body: replay,
      target: ({ body }) => (body.all ? "all" : (body.roomId ?? body.ids?.join(" ") ?? "")),
    },
    async ({ body: { ids, roomId, all } }) => {
      if ([ids, roomId, all].filter(given => given !== undefined).length !== 1)
        throw new ChatError("INVALID_PARAMETER", "Give ids, roomId or all: true.")
      return { replayed: await replayDeadWebhooks(ctx, { ids, roomId }) }
    },
  )
}

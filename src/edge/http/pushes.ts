import { pushToClients } from "../../chat/operator-pushes.ts"
import { explainPush } from "../../chat/push-explanations.ts"
import { presentExplanation } from "../../present/push-explanation.ts"
import { operatorPush, pushExplanation } from "../../wire/bodies/pushes.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

export function pushRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/push/push2clients",
    "platform",
    { summary: "Send a custom push to users' devices", body: operatorPush, result: model.empty },
    async ({ body }) => {
      await pushToClients(ctx, body)
      return {}
    },
  )

  route(
    "GET",
    "/admin/push/explain",
    "platform",
    {
      summary: "What became of the pushes of a message, and why",
      query: pushExplanation,
      result: model.pushExplanation,
    },
    async ({ query }) =>
      presentExplanation(
        await explainPush(ctx, {
          messageId: query.message,
          clientId: query.client,
          deviceId: query.device,
        }),
        query,
      ),
  )
}

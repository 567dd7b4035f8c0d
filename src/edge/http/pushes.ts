import { pushToClients } from "../../wire/bodies/clients.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

export function pushRoutes({ route }: Api): void {
  route(
    "POST",
    "/push/push2clients",
    "platform",
    { summary: "Send a custom push to users' devices", body: pushToClients, result: model.empty },
    // No provider is built in, and the callbacks are never called for the operator's own pushes.
    async () => ({}),
  )
}

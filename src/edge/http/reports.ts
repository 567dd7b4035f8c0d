import { report } from "../../chat/reports.ts"
import { report as reportBody } from "../../wire/bodies/reports.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"

/** Users tell the operators what they should look at; an addition of ours. */
export function reportRoutes({ route, ctx }: Api): void {
  route(
    "POST",
    "/reports",
    "anyone",
    {
      summary: "Report a message or a user to the operators",
      body: reportBody,
      result: model.reported,
    },
    async ({ caller, body }) => ({ _id: await report(ctx, caller, body) }),
  )
}

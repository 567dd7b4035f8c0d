import { checkProof } from "../../../chat/operator-proofs.ts"
import { createOperator, listOperators, removeOperator, resetOperator } from "../../../chat/operators.ts"
import { operatorCreate } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"

export function operatorRoutes({ ctx, read, change }: Dashboard): void {
  read("/operators", {}, async () =>
    (await listOperators(ctx)).map(({ name, createdAt, lastSignInAt }) => ({
      name,
      createdAt,
      ...(lastSignInAt === 0 ? {} : { lastSignInAt }),
    })),
  )

  change(
    "POST",
    "/operators",
    { act: "operator.create", body: operatorCreate, target: ({ body }) => body.name },
    async ({ body }) => createOperator(ctx, body.name),
  )

  // For scripts/operator.ts, on the server's own machine.
  change(
    "POST",
    "/operators/:name/password",
    { act: "operator.reset", open: true, by: () => "" },
    async ({ params: { name = "" }, request }) => {
      const proof = request.headers.authorization?.replace(/^Bearer /i, "") ?? ""
      await checkProof(ctx, proof, name)
      return resetOperator(ctx, name)
    },
  )

  change("DELETE", "/operators/:name", { act: "operator.remove" }, async ({ params, operator }) => {
    await removeOperator(ctx, params.name ?? "", operator)
    return {}
  })
}

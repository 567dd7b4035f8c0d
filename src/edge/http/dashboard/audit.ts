import { listDeeds } from "../../../chat/audit.ts"
import { listPage } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"

export function auditRoutes({ ctx, read }: Dashboard): void {
  read("/audit", { query: listPage }, async ({ query }) => {
    const { totalCount, rows } = await listDeeds(ctx, pageOf(query))
    return { totalCount, data: rows.map(({ id: _, ...deed }) => deed) }
  })
}

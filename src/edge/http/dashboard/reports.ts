import { listReports, settleReport } from "../../../chat/report-desk.ts"
import { presentReport } from "../../../present/report.ts"
import { reportList, reportUpdate } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"
import { pageOf } from "./page-of.ts"

export function reportRoutes({ ctx, appID, read, change }: Dashboard): void {
  read("/reports", { query: reportList }, async ({ query: { state, ...page } }) => {
    const { totalCount, reports } = await listReports(ctx, { state, ...pageOf(page) })
    return { totalCount, data: reports.map(view => presentReport(view, appID)) }
  })

  change(
    "PUT",
    "/reports/:id",
    { act: "report.settle", body: reportUpdate, detail: ({ body }) => body.state },
    async ({ params, body, operator }) =>
      presentReport(await settleReport(ctx, params.id ?? "", body, operator), appID),
  )
}

import { getDailyStats } from "../../../chat/daily-stats.ts"
import { statistics } from "../../../wire/bodies/dashboard.ts"
import type { Dashboard } from "./api.ts"

export function statisticRoutes({ ctx, read }: Dashboard): void {
  read("/statistics", { query: statistics }, async ({ query }) =>
    (await getDailyStats(ctx, query.days ?? 30)).map(
      ({ pushesSent: sent, pushesFailed: failed, pushesSuppressed: suppressed, ...day }) => ({
        ...day,
        pushes: { sent, failed, suppressed },
      }),
    ),
  )
}

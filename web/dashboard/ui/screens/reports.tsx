import type { ReportState } from "../../wire/chat.ts"
import { useDesk } from "../desk.ts"
import { look } from "../go.ts"
import { Loaded } from "../loaded.tsx"
import { Pager } from "../pager.tsx"
import { ReportItem } from "../report-item.tsx"
import { Screen } from "../screen.tsx"
import { Tabs } from "../tabs.tsx"
import { useAsk } from "../use-ask.ts"

const limit = 20

export function ReportsScreen({ query }: { query: Record<string, string> }) {
  const { api, words } = useDesk()
  const { reports, menu } = words
  const state: ReportState = query.tab === "closed" ? "closed" : "open"
  const skip = Number(query.skip) || 0
  const asked = useAsk(() => api.listReports(state, skip, limit), `${state} ${skip}`)
  return (
    <Screen title={menu.reports} hint={reports.hint}>
      <Tabs
        label={menu.reports}
        tabs={[
          ["open", reports.open],
          ["closed", reports.closed],
        ]}
        chosen={state}
        onChoose={tab => look("reports", { tab })}
      >
        <Loaded asked={asked}>
          {page => (
            <>
              {page.data.length === 0 && (
                <p class="card empty">{state === "open" ? reports.none : reports.noneClosed}</p>
              )}
              {page.data.map(report => (
                <ReportItem key={report._id} report={report} changed={asked.again} />
              ))}
              <Pager
                skip={skip}
                limit={limit}
                total={page.totalCount}
                onSkip={next => look("reports", { tab: state, skip: `${next}` })}
              />
            </>
          )}
        </Loaded>
      </Tabs>
    </Screen>
  )
}

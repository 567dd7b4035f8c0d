import { sumOf } from "../../state/charts.ts"
import type { DayOfStatistics } from "../../wire/models.ts"
import { Chart, type Series } from "../chart.tsx"
import { useDesk } from "../desk.ts"
import { look } from "../go.ts"
import { Loaded } from "../loaded.tsx"
import { Screen } from "../screen.tsx"
import { Tiles } from "../tiles.tsx"
import { useAsk } from "../use-ask.ts"

const spans = [7, 30, 90]

export function StatisticsScreen({ query }: { query: Record<string, string> }) {
  const { api, words } = useDesk()
  const { statistics, menu } = words
  const days = spans.find(span => `${span}` === query.days) ?? 30
  const asked = useAsk(() => api.getStatistics(days), `${days}`)
  return (
    <Screen
      title={menu.statistics}
      actions={
        <select
          class="input"
          aria-label={statistics.span}
          value={days}
          onChange={({ currentTarget }) => look("statistics", { days: currentTarget.value })}
        >
          {spans.map(span => (
            <option key={span} value={span}>
              {statistics.days(span)}
            </option>
          ))}
        </select>
      }
    >
      <Loaded asked={asked}>{rows => <Charts rows={rows} />}</Loaded>
    </Screen>
  )
}

function Charts({ rows }: { rows: DayOfStatistics[] }) {
  const { words, formats } = useDesk()
  const { statistics, menu } = words
  const days = rows.map(row => row.day)
  const series = (name: string, look: Series["look"], of: (row: DayOfStatistics) => number): Series => ({
    name,
    look,
    values: rows.map(of),
  })
  const messages = series(menu.messages, "one", row => row.messages)
  const active = series(statistics.active, "one", row => row.activeClients)
  const users = series(statistics.newUsers, "one", row => row.newClients)
  const rooms = series(statistics.newRooms, "two", row => row.newRooms)
  const sent = series(statistics.sent, "one", row => row.pushes.sent)
  const suppressed = series(statistics.suppressed, "quiet", row => row.pushes.suppressed)
  const failed = series(statistics.failed, "bad", row => row.pushes.failed)
  const total = ({ values }: Series) => formats.compact(sumOf(values))
  return (
    <>
      <Tiles
        tiles={[
          { name: menu.messages, value: total(messages), hint: statistics.total },
          {
            name: statistics.active,
            value: formats.compact(Math.max(0, ...active.values)),
            hint: statistics.onADay,
          },
          { name: statistics.newUsers, value: total(users), hint: statistics.total },
          { name: statistics.newRooms, value: total(rooms), hint: statistics.total },
          { name: menu.push, value: total(sent), hint: statistics.sent },
        ]}
      />
      <div class="charts">
        <Chart title={statistics.messages} kind="bars" days={days} series={[messages]} />
        <Chart title={statistics.active} kind="lines" days={days} series={[active]} />
        <Chart title={statistics.growth} kind="lines" days={days} series={[users, rooms]} />
        <Chart title={statistics.pushes} kind="bars" days={days} series={[sent, suppressed, failed]} />
      </div>
    </>
  )
}

import { axisOf, labelled, sumOf } from "../state/charts.ts"
import { Bars, Lines } from "./chart-marks.tsx"
import { useDesk } from "./desk.ts"
import { Card } from "./screen.tsx"
import { Table } from "./table.tsx"
import { useWidth } from "./use-width.ts"

export interface Series {
  name: string
  values: number[]
  look: "one" | "two" | "quiet" | "bad"
}

interface ChartProps {
  title: string
  kind: "bars" | "lines"
  days: readonly string[]
  series: readonly Series[]
}

const height = 200
const edge = { top: 10, right: 22, bottom: 24, left: 44 }

/** A picture of days; the same numbers as a table for whoever does not see it. Bars stand upon each other. */
export function Chart({ title, kind, days, series }: ChartProps) {
  const { words, formats } = useDesk()
  const [place, width] = useWidth(600)
  const sums = days.map((_, day) => sumOf(series.map(({ values }) => values[day] ?? 0)))
  const highest = kind === "bars" ? sums : series.flatMap(({ values }) => values)
  const { top, ticks } = axisOf(Math.max(0, ...highest))
  const inner = {
    width: Math.max(1, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  }
  const step = inner.width / Math.max(1, days.length)
  const x = (day: number) => edge.left + step * day
  const y = (value: number) => edge.top + inner.height * (1 - value / top)
  const isLabelled = labelled(days.length, inner.width, 64)
  const label = words.statistics.chart(
    title,
    formats.number(sumOf(sums)),
    formats.number(Math.max(0, ...highest)),
  )
  return (
    <Card title={title} actions={series.length > 1 && <Legend series={series} />}>
      <div ref={place} class="chart">
        <svg width={width} height={height} role="img" aria-label={label}>
          {ticks.map(tick => (
            <g key={tick}>
              <line class="grid" x1={edge.left} x2={width - edge.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={edge.left - 8} y={y(tick) + 4} text-anchor="end">
                {formats.compact(tick)}
              </text>
            </g>
          ))}
          {days.map(
            (day, index) =>
              isLabelled(index) && (
                <text key={day} class="tick" x={x(index) + step / 2} y={height - 6} text-anchor="middle">
                  {formats.day(day)}
                </text>
              ),
          )}
          {kind === "bars" ? (
            <Bars {...{ days, series, x, y, step }} />
          ) : (
            <Lines {...{ days, series, x, y, step }} />
          )}
        </svg>
      </div>
      <details class="chart-table">
        <summary>{words.statistics.asTable}</summary>
        <Table
          label={title}
          columns={[
            { name: words.statistics.day, cell: (day: number) => formats.day(days[day] ?? "") },
            ...series.map(({ name, values }) => ({
              name,
              kind: "number" as const,
              cell: (day: number) => formats.number(values[day] ?? 0),
            })),
          ]}
          rows={days.map((_, day) => day).reverse()}
          keyOf={day => day}
        />
      </details>
    </Card>
  )
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="legend">
      {series.map(({ name, look }) => (
        <li key={name} class={`look-${look}`}>
          {name}
        </li>
      ))}
    </ul>
  )
}

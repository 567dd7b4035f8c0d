import { sumOf } from "../state/charts.ts"
import type { Series } from "./chart.tsx"
import { useDesk } from "./desk.ts"

interface MarksProps {
  days: readonly string[]
  series: readonly Series[]
  /** Left edge of a day, and height of a value, in pixels. */
  x(day: number): number
  y(value: number): number
  /** Width of a day in pixels. */
  step: number
}

export function Bars({ days, series, x, y, step }: MarksProps) {
  const gap = Math.min(6, step * 0.25)
  return days.map((day, index) => (
    <g key={day}>
      {series.map(({ name, values, look }, level) => {
        const below = sumOf(series.slice(0, level).map(under => under.values[index] ?? 0))
        const value = values[index] ?? 0
        const top = y(below + value)
        const size = { width: Math.max(1, step - gap), height: Math.max(0, y(below) - top) }
        return <rect key={name} class={`bar look-${look}`} x={x(index) + gap / 2} y={top} {...size} />
      })}
      <Pointed {...{ day, index, series, x, y, step }} />
    </g>
  ))
}

export function Lines({ days, series, x, y, step }: MarksProps) {
  const middle = (index: number) => x(index) + step / 2
  return (
    <>
      {series.map(({ name, values, look }) => (
        <g key={name} class={`look-${look}`}>
          <polyline
            class="line"
            points={values.map((value, index) => `${middle(index)},${y(value)}`).join(" ")}
          />
          {values.length <= 31 &&
            values.map((value, index) => (
              <circle key={days[index]} class="dot" cx={middle(index)} cy={y(value)} r="2.5" />
            ))}
        </g>
      ))}
      {days.map((day, index) => (
        <Pointed key={day} {...{ day, index, series, x, y, step }} />
      ))}
    </>
  )
}

interface PointedProps extends Omit<MarksProps, "days"> {
  day: string
  index: number
}

/** What a day says when it is pointed at. */
function Pointed({ day, index, series, x, y, step }: PointedProps) {
  const { formats } = useDesk()
  const numbers = series.map(({ name, values }) => `${name}: ${formats.number(values[index] ?? 0)}`)
  return (
    <rect class="pointed" x={x(index)} y={0} width={step} height={y(0)}>
      <title>{[formats.day(day), ...numbers].join("\n")}</title>
    </rect>
  )
}

import { text } from "../text/text.ts"

const LINES = [62, 48, 70, 40, 56, 66, 44]
const BUBBLES = [
  ["in", 44],
  ["in", 58],
  ["own", 36],
  ["in", 50],
  ["own", 62],
  ["own", 30],
] as const

function RoomListSkeleton() {
  return (
    <div class="skeleton-list" role="status" aria-label={text.loading}>
      {LINES.map(width => (
        <div class="skeleton-row" key={width}>
          <span class="bone bone-avatar" />
          <span class="skeleton-lines">
            <span class="bone" style={{ width: `${width - 20}%` }} />
            <span class="bone" style={{ width: `${width + 18}%` }} />
          </span>
        </div>
      ))}
    </div>
  )
}

export function TimelineSkeleton() {
  return (
    <div class="skeleton-timeline" role="status" aria-label={text.loading}>
      {BUBBLES.map(([side, width]) => (
        <span key={width} class={`bone bone-bubble bone-${side}`} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div class="page">
      <div class="panes">
        <div class="list-pane">
          <header class="list-head">
            <h1>{text.rooms}</h1>
          </header>
          <RoomListSkeleton />
        </div>
        <div class="room-pane" />
      </div>
    </div>
  )
}

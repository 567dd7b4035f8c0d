import { useDesk } from "./desk.ts"

/** A moment; the exact one shows when pointed at. 0 or nothing is never. */
export function At({ ms }: { ms?: number | null }) {
  const { formats, words } = useDesk()
  if (!ms) return <span class="muted">{words.state.never}</span>
  return (
    <time dateTime={new Date(ms).toISOString()} title={formats.exact(ms)}>
      {formats.dateTime(ms)}
    </time>
  )
}

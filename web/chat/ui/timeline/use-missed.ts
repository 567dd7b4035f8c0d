import { useRef } from "preact/hooks"
import type { Row } from "../../state/timeline.ts"

/** How many messages of others came in below since the end was seen. */
export function useMissed(rows: readonly Row[], isAtEnd: boolean): number {
  const seen = useRef<string>(undefined)
  const last = rows.at(-1)?.key
  if (isAtEnd || seen.current === undefined) seen.current = last
  if (seen.current === last) return 0
  let count = 0
  for (let i = rows.length - 1; i >= 0 && rows[i]?.key !== seen.current; i--) if (!rows[i]?.isOwn) count++
  return count === rows.length ? 0 : count
}

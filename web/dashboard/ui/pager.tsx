import { useDesk } from "./desk.ts"

interface PagerProps {
  skip: number
  limit: number
  total: number
  onSkip(skip: number): void
}

/** Nothing where all fits one page. */
export function Pager({ skip, limit, total, onSkip }: PagerProps) {
  const { words } = useDesk()
  if (total <= limit && skip === 0) return null
  return (
    <nav class="pager" aria-label={words.act.further}>
      <button
        type="button"
        class="button plain"
        disabled={skip === 0}
        onClick={() => onSkip(Math.max(0, skip - limit))}
      >
        {words.act.newer}
      </button>
      <span class="muted">
        {words.state.page(Math.min(skip + 1, total), Math.min(skip + limit, total), total)}
      </span>
      <button
        type="button"
        class="button plain"
        disabled={skip + limit >= total}
        onClick={() => onSkip(skip + limit)}
      >
        {words.act.further}
      </button>
    </nav>
  )
}

import { useEffect, useRef, useState } from "preact/hooks"
import { jumpTo } from "../../state/past.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { CloseIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { DownIcon, SearchIcon, UpIcon } from "./icons.tsx"
import { SearchHits } from "./search-hits.tsx"
import { useSearch } from "./use-search.ts"

/** The search in a room: what is written, where one is among the hits, and the hits until one is chosen. */
export function SearchPanel({ room, onClose }: { room: RoomView; onClose(): void }) {
  const session = useSession()
  const [written, setWritten] = useState("")
  const [at, setAt] = useState(-1)
  const [isListed, setListed] = useState(true)
  const field = useRef<HTMLInputElement>(null)
  const { phase, hits, words } = useSearch(room._id, written)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    setAt(-1)
    setListed(true)
  }, [hits])

  const go = (next: number) => {
    const hit = hits[next]
    if (!hit) return
    setAt(next)
    setListed(false)
    void jumpTo(session, room._id, hit._id, words)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Escape") {
      event.stopPropagation()
      onClose()
    }
    if (event.target !== field.current) return
    if (event.key === "Enter") go(event.shiftKey ? Math.max(at - 1, 0) : Math.min(at + 1, hits.length - 1))
    if (event.key === "ArrowDown" && isListed) {
      event.preventDefault()
      field.current?.closest(".search-panel")?.querySelector<HTMLElement>(".hit")?.focus()
    }
  }

  return (
    <search class="search-panel" onKeyDown={onKeyDown}>
      <div class="search-line">
        <SearchIcon />
        <input
          ref={field}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          dir="auto"
          value={written}
          placeholder={text.timeline.searchFor}
          aria-label={text.timeline.searchFor}
          onInput={({ currentTarget }) => setWritten(currentTarget.value)}
        />
        <button
          type="button"
          class="search-count"
          disabled={hits.length === 0}
          aria-expanded={isListed}
          onClick={() => setListed(!isListed)}
        >
          <span role="status">
            {phase === "done" && hits.length > 0 && text.timeline.hit(at + 1, hits.length)}
          </span>
        </button>
        <Step label={text.timeline.olderHit} icon={<UpIcon />} to={at + 1} count={hits.length} onGo={go} />
        <Step label={text.timeline.newerHit} icon={<DownIcon />} to={at - 1} count={hits.length} onGo={go} />
        <button type="button" class="icon-button" aria-label={text.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {phase === "failed" && <p class="search-none">{text.timeline.searchFailed}</p>}
      {phase === "done" && hits.length === 0 && <p class="search-none">{text.timeline.noHits}</p>}
      {isListed && hits.length > 0 && <SearchHits room={room} hits={hits} words={words} onPick={go} />}
    </search>
  )
}

interface StepProps {
  label: string
  icon: preact.ComponentChild
  to: number
  count: number
  onGo(to: number): void
}

function Step({ label, icon, to, count, onGo }: StepProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      disabled={to < 0 || to >= count}
      onClick={() => onGo(to)}
    >
      {icon}
    </button>
  )
}

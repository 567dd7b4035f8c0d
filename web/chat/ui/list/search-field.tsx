import { useRef } from "preact/hooks"
import { text } from "../../text/text.ts"
import { CloseIcon } from "../parts/icons.tsx"
import { SearchIcon } from "./icons.tsx"
import { focusFirstRow } from "./move-focus.ts"

interface SearchFieldProps {
  query: string
  onQuery(query: string): void
}

/** Escape empties it, the arrow goes on to what was found. */
export function SearchField({ query, onQuery }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Escape") onQuery("")
    if (event.key !== "ArrowDown") return
    event.preventDefault()
    focusFirstRow()
  }
  return (
    <search class="search-field">
      <SearchIcon />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        dir="auto"
        value={query}
        placeholder={text.list.search}
        aria-label={text.list.search}
        onInput={event => onQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {query && (
        <button
          type="button"
          class="icon-button"
          aria-label={text.list.clearSearch}
          onClick={() => {
            onQuery("")
            field.current?.focus()
          }}
        >
          <CloseIcon />
        </button>
      )}
    </search>
  )
}

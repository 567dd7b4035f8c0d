import { useDesk } from "./desk.ts"
import { SearchIcon } from "./icons.tsx"

interface SearchBoxProps {
  label: string
  value: string
  onSearch(text: string): void
  /** With each letter; otherwise when it is submitted. */
  live?: boolean
}

export function SearchBox({ label, value, onSearch, live }: SearchBoxProps) {
  const { words } = useDesk()
  return (
    <form
      class="search-box"
      onSubmit={event => {
        event.preventDefault()
        onSearch(String(new FormData(event.currentTarget).get("search") ?? "").trim())
      }}
    >
      <SearchIcon />
      <input
        key={live ? "live" : value}
        class="input"
        type="search"
        name="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        autocomplete="off"
        onInput={event => live && onSearch(event.currentTarget.value.trim())}
      />
      {!live && (
        <button type="submit" class="button plain">
          {words.act.search}
        </button>
      )}
    </form>
  )
}

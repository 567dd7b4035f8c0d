const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys go from row to row, above the first one to the search field. */
export function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key]
  if (!step || event.target instanceof HTMLInputElement) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".room-row")]
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step]
  if (next) next.focus()
  else if (step < 0) document.querySelector<HTMLElement>(".search-field input")?.focus()
  event.preventDefault()
}

/** From the search field to what was found. */
export function focusFirstRow(): void {
  document.querySelector<HTMLElement>(".list-pane .room-row")?.focus()
}

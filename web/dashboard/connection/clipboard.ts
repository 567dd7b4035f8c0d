/** @returns false when the browser refuses. Pages without TLS have no clipboard of their own, but may copy a selection. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelection(text)
  }
}

/** The field stands beside what had the focus, since a modal dialog lets nothing outside it be selected. */
function copySelection(text: string): boolean {
  const before = document.activeElement as HTMLElement | null
  const field = document.createElement("textarea")
  field.value = text
  field.className = "unseen"
  const place = before?.closest("dialog") ?? document.body
  place.append(field)
  field.select()
  const copied = document.execCommand("copy")
  field.remove()
  before?.focus()
  return copied
}

import type { ComponentChildren } from "preact"

/** Cards side by side, to be pushed along. */
export function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="card-row" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}

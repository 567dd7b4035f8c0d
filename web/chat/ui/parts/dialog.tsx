import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { text } from "../../text/text.ts"
import { CloseIcon } from "./icons.tsx"

interface DialogProps {
  title: string
  onClose(): void
  /** "panel" stands at the side of a wide page; on a phone both fill it. */
  kind?: "box" | "panel"
  children: ComponentChildren
}

/** A modal window: the browser keeps the focus inside, closes it by Escape and gives the focus back. */
export function Dialog({ title, onClose, kind = "box", children }: DialogProps) {
  const frame = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const before = document.activeElement
    frame.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click beside is a short cut; Escape and the button do the same
    <dialog
      ref={frame}
      class={`dialog ${kind}`}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={event => event.target === frame.current && onClose()}
    >
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="icon-button" aria-label={text.close} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        <div class="dialog-body">{children}</div>
      </div>
    </dialog>
  )
}

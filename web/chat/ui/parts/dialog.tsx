import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { enterLayer } from "../../state/navigation.ts"
import { text } from "../../text/text.ts"
import { CloseIcon } from "./icons.tsx"

interface DialogProps {
  title: string
  onClose(): void
  /** "panel" stands at the side of a wide page; on a phone both fill it. */
  kind?: "box" | "panel"
  children: ComponentChildren
}

/** A modal window: the browser keeps the focus inside, closes it by Escape, a phone also by "back", and the focus goes back. */
export function Dialog({ title, onClose, kind = "box", children }: DialogProps) {
  const frame = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => enterLayer(() => close.current()), [])
  useEffect(() => {
    const before = document.activeElement
    frame.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={frame}
      class={`dialog ${kind}`}
      aria-labelledby={heading}
      onClose={onClose}
      onKeyDown={event => event.key === "Escape" && event.stopPropagation()}
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

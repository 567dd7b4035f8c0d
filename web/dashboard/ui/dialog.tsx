import type { ComponentChildren } from "preact"
import { useId, useLayoutEffect, useRef } from "preact/hooks"
import { useDesk } from "./desk.ts"
import { CloseIcon } from "./icons.tsx"

interface DialogProps {
  title: string
  onClose(): void
  wide?: boolean
  children: ComponentChildren
}

/** The browser keeps the focus inside, and gives it back at the end. */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
  const { words } = useDesk()
  const id = useId()
  const place = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = place.current
    if (!dialog?.open) dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={place}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={words.act.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </dialog>
  )
}

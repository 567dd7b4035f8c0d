import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { enterLayer } from "../../state/navigation.ts"
import { placeBeside } from "./place-beside.ts"

/** A dialog that opens beside a message, or beside what it was opened by; "back" closes it on a phone. */
export function useMenuFrame(messageId: string, at: DOMRect | undefined, onClose: () => void) {
  const frame = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => enterLayer(() => close.current()), [])
  useLayoutEffect(() => {
    const menu = frame.current
    if (!menu) return
    const bubble = document.querySelector(`[data-id="${CSS.escape(messageId)}"] .bubble-line`)
    const beside = at ?? bubble?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 2, 0, 0)
    menu.showModal()
    placeBeside(menu, beside)
    const sizes = new ResizeObserver(() => placeBeside(menu, beside))
    sizes.observe(menu)
    return () => sizes.disconnect()
  }, [])
  return frame
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrows go through what is offered: up and down over the list, left and right over the reactions. */
export function moveMenuFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (event.key === "Escape") event.stopPropagation()
  const buttons = [...(menu?.querySelectorAll("button") ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const isQuick = at >= 0 && buttons[at]?.closest(".quick-reactions")
  const step = STEPS[event.key] ?? (isQuick ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined)
  if (!step || buttons.length === 0 || at < 0) return
  const items =
    STEPS[event.key] && isQuick ? buttons.filter(one => !one.closest(".quick-reactions")) : buttons
  const from = items.indexOf(document.activeElement as HTMLButtonElement)
  const next = from < 0 ? (step > 0 ? 0 : items.length - 1) : (from + step + items.length) % items.length
  items[next]?.focus()
  event.preventDefault()
}

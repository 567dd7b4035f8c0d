import type { RefObject } from "preact"
import { useRef, useState } from "preact/hooks"
import type { Row } from "../../state/timeline.ts"
import type { Stage } from "./use-stage.ts"

const LONG_PRESS_MS = 450
const STILL_PX = 10

interface PointingOptions {
  frame: RefObject<HTMLElement | null>
  rowOf(id: string): Row | undefined
  stage: Stage
  isSelecting: boolean
}

/** Which message the pointer or the focus is at, and what taps and long presses do. */
export function usePointing({ frame, rowOf, stage, isSelecting }: PointingOptions) {
  const [hovered, setHovered] = useState<string>()
  const [focused, setFocused] = useState<string>()
  const press = useRef<{ x: number; y: number; isTouch: boolean; timer?: ReturnType<typeof setTimeout> }>(
    undefined,
  )

  const openAt = (target: EventTarget | null) => {
    const row = rowOf(idAt(target) ?? "")
    const bubble = (target as Element).closest(".bubble-line")
    if (row && bubble && !row.message.delivery) stage.openMenu(row.message, bubble.getBoundingClientRect())
    return Boolean(row && bubble)
  }
  const endPress = () => clearTimeout(press.current?.timer)

  return {
    active: hovered ?? focused,
    handlers: {
      onPointerMove(event: PointerEvent) {
        const { pointerType, target, clientX, clientY } = event
        if (pointerType === "mouse") setHovered(idAt(target))
        const from = press.current
        if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) endPress()
      },
      onPointerLeave: () => setHovered(undefined),
      onPointerDown({ pointerType, target, clientX: x, clientY: y }: PointerEvent) {
        const isTouch = pointerType === "touch"
        endPress()
        press.current = { x, y, isTouch }
        if (!isTouch || isSelecting || isControl(target, "a")) return
        press.current.timer = setTimeout(() => {
          if (openAt(target)) swallowClick()
        }, LONG_PRESS_MS)
      },
      onPointerUp: endPress,
      onPointerCancel: endPress,
      onContextMenu(event: Event) {
        if (press.current?.isTouch && !isControl(event.target, "a") && idAt(event.target))
          event.preventDefault()
      },
      onFocusIn: ({ target }: FocusEvent) => setFocused(idAt(target)),
      onFocusOut({ relatedTarget }: FocusEvent) {
        if (relatedTarget && !frame.current?.contains(relatedTarget as Node)) setFocused(undefined)
      },
      onClickCapture(event: MouseEvent) {
        const { target } = event
        const id = idAt(target)
        if (isSelecting && id) {
          event.preventDefault()
          event.stopPropagation()
          if (!rowOf(id)?.message.delivery) stage.select(id)
        } else if (press.current?.isTouch && !isControl(target, "a, button, input, audio, video"))
          openAt(target)
      },
    },
  }
}

function idAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>("[data-id]")?.dataset.id
}

function isControl(target: EventTarget | null, kinds: string): boolean {
  return Boolean((target as Element | null)?.closest(kinds))
}

/** The click that ends a long press falls on whatever has come under the finger: it means nothing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const options = { capture: true, once: true }
  document.addEventListener("click", swallow, options)
  document.addEventListener(
    "pointerdown",
    () => document.removeEventListener("click", swallow, true),
    options,
  )
}

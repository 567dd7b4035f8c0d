import { useEffect, useRef } from "preact/hooks"

/** Escape ends what stands open, wherever the focus is, and nothing else with it. */
export function useEscape(onEscape: () => void): void {
  const act = useRef(onEscape)
  act.current = onEscape
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing) return
      event.stopPropagation()
      act.current()
    }
    document.addEventListener("keydown", onKeyDown, true)
    return () => document.removeEventListener("keydown", onKeyDown, true)
  }, [])
}

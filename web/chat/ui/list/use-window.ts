import { useLayoutEffect, useRef, useState } from "preact/hooks"

/** Rows that are drawn beyond those that can be seen, on each side. */
const SPARE = 6

export interface Window {
  from: number
  to: number
}

/** Which rows of a long list of rows of one height are near enough to be drawn. */
export function useWindow(count: number, rowHeight: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState<Window>({ from: 0, to: 16 })
  useLayoutEffect(() => {
    const box = scroller.current
    const rows = box?.querySelector<HTMLElement>("[data-rows]")
    if (!box || !rows) return
    const look = () => {
      const top = box.scrollTop - rows.offsetTop
      const from = Math.max(0, Math.floor(top / rowHeight) - SPARE)
      const to = Math.ceil((top + box.clientHeight) / rowHeight) + SPARE
      setWindow(now => (now.from === from && now.to === to ? now : { from, to }))
    }
    box.addEventListener("scroll", look, { passive: true })
    // It tells at once, too, but only when the browser has measured anyway.
    const sizes = new ResizeObserver(look)
    sizes.observe(box)
    return () => {
      box.removeEventListener("scroll", look)
      sizes.disconnect()
    }
  }, [count, rowHeight])
  return { scroller, from: Math.min(window.from, count), to: Math.min(window.to, count) }
}

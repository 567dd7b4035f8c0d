import type { Ref } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"

/** The width of an element in pixels, followed live. */
export function useWidth(first: number): [Ref<HTMLDivElement>, number] {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])
  return [place, width]
}

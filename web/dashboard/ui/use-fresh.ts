import { useEffect, useRef } from "preact/hooks"

/** Whoever has not touched the page for so long is away; asking on would keep their sign-in alive for ever. */
const awayMs = 10 * 60_000

/** Asks again every `everyMs` while somebody is there to look. */
export function useFresh(again: () => unknown, everyMs: number): void {
  const touched = useRef(Date.now())
  useEffect(() => {
    const touch = () => {
      touched.current = Date.now()
    }
    const timer = setInterval(() => {
      if (!document.hidden && Date.now() - touched.current < awayMs) again()
    }, everyMs)
    for (const event of ["pointermove", "keydown"]) addEventListener(event, touch, { passive: true })
    return () => {
      clearInterval(timer)
      for (const event of ["pointermove", "keydown"]) removeEventListener(event, touch)
    }
  }, [again, everyMs])
}

import type { RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"

const AT_END_PX = 60
const NEAR_TOP_PX = 500

interface ScrollOptions {
  /** Ids of the first and last thing drawn, and whether the last is the user's own. */
  first?: string
  last?: string
  isLastOwn: boolean
  /** Nothing is being loaded: more may be asked for. */
  isIdle: boolean
  onNearTop(): void
}

interface Scroll {
  scroller: RefObject<HTMLDivElement | null>
  isAtEnd: boolean
  /** How many came in below while the user was reading above. */
  missed: number
  toEnd(): void
}

/** Keeps the end in view as long as the user is there, and the place when older things come in above. */
export function useScroll({ first, last, isLastOwn, isIdle, onNearTop }: ScrollOptions): Scroll {
  const scroller = useRef<HTMLDivElement>(null)
  const place = useRef({ first, last, fromEnd: 0, isAtEnd: true, isOpened: false })
  const [isAtEnd, setAtEnd] = useState(true)
  const [missed, setMissed] = useState(0)
  const nearTop = useRef(onNearTop)
  nearTop.current = onNearTop

  const toEnd = (behavior: ScrollBehavior = "smooth") => {
    const box = scroller.current
    box?.scrollTo({ top: box.scrollHeight, behavior })
  }

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const was = place.current
    const isOlder = first !== was.first && last === was.last
    const isNewer = last !== was.last
    if (!was.isOpened) open(box, () => toEnd("instant"))
    else if (isOlder && !was.isAtEnd) box.scrollTop = box.scrollHeight - was.fromEnd
    else if (isNewer && (was.isAtEnd || isLastOwn)) toEnd("instant")
    else if (isNewer) setMissed(count => count + 1)
    place.current = { ...was, first, last, isOpened: true, fromEnd: box.scrollHeight - box.scrollTop }
  }, [first, last])

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const look = () => {
      const left = box.scrollHeight - box.scrollTop - box.clientHeight
      const end = left < AT_END_PX
      place.current.fromEnd = box.scrollHeight - box.scrollTop
      place.current.isAtEnd = end
      setAtEnd(end)
      if (end) setMissed(0)
      if (box.scrollTop < NEAR_TOP_PX) nearTop.current()
    }
    look()
    box.addEventListener("scroll", look, { passive: true })
    // Pictures that load, a keyboard that opens, a line that wraps: whoever was at the end stays there.
    const sizes = new ResizeObserver(() => {
      if (place.current.isAtEnd) toEnd("instant")
    })
    sizes.observe(box)
    for (const child of box.children) sizes.observe(child)
    return () => {
      box.removeEventListener("scroll", look)
      sizes.disconnect()
    }
  }, [])

  // Who is at the top already does not scroll any more: ask for more at once, also after a page that brought nothing.
  useEffect(() => {
    const box = scroller.current
    if (box && box.scrollTop < NEAR_TOP_PX) nearTop.current()
  }, [first, isIdle])

  return { scroller, isAtEnd, missed, toEnd: () => toEnd() }
}

/** A room opens at the unread divider if there is one, else at its end. */
function open(box: HTMLElement, toEnd: () => void): void {
  toEnd()
  const divider = box.querySelector<HTMLElement>("[data-unread]")
  if (divider && divider.offsetTop < box.scrollTop) box.scrollTop = divider.offsetTop - 24
}

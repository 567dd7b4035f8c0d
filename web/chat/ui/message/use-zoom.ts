import { useEffect, useRef, useState } from "preact/hooks"

const LARGEST = 5
const STEP = 1.6
const SWIPE_PX = 50
const PULL_PX = 110

interface ZoomOptions {
  /** Another picture begins unzoomed. */
  key: string
  /** By 1 or -1. */
  onSwipe(by: number): void
  onPullDown(): void
}

interface View {
  scale: number
  x: number
  y: number
}

const WHOLE: View = { scale: 1, x: 0, y: 0 }

interface Point {
  x: number
  y: number
}

/** Fingers, mouse and wheel on a picture: pinch, drag, double click, swipe to the next, pull down to close. */
export function useZoom({ key, onSwipe, onPullDown }: ZoomOptions) {
  const [view, setView] = useState(WHOLE)
  const fingers = useRef(new Map<number, Point>())
  const began = useRef<{ view: View; centre: Point; spread: number } | undefined>(undefined)
  useEffect(() => setView(WHOLE), [key])

  const zoomTo = (scale: number) =>
    setView(was => (scale <= 1 ? WHOLE : { ...was, scale: Math.min(LARGEST, scale) }))
  const begin = () => {
    const points = [...fingers.current.values()]
    began.current =
      points.length > 0 ? { view, centre: centreOf(points), spread: spreadOf(points) } : undefined
  }
  const onPointerDown = (event: PointerEvent) => {
    if ((event.target as Element).closest("button")) return
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    begin()
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!fingers.current.has(event.pointerId) || !began.current) return
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    const points = [...fingers.current.values()]
    const { view: from, centre, spread } = began.current
    const now = centreOf(points)
    const scale = points.length > 1 && spread > 0 ? (from.scale * spreadOf(points)) / spread : from.scale
    const moved = {
      scale: Math.min(LARGEST, scale),
      x: from.x + now.x - centre.x,
      y: from.y + now.y - centre.y,
    }
    setView(moved)
  }
  const onPointerUp = (event: PointerEvent) => {
    if (!fingers.current.delete(event.pointerId)) return
    if (fingers.current.size > 0) return begin()
    if (view.scale > 1.02) return
    setView(WHOLE)
    if (Math.abs(view.x) > SWIPE_PX && Math.abs(view.x) > Math.abs(view.y)) onSwipe(view.x < 0 ? 1 : -1)
    else if (view.y > PULL_PX) onPullDown()
  }
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    zoomTo(view.scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15))
  }
  const toggle = () => zoomTo(view.scale > 1 ? 1 : 2.5)
  const onDblClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest("button")) toggle()
  }

  return {
    isZoomed: view.scale > 1,
    larger: () => zoomTo(view.scale * STEP),
    smaller: () => zoomTo(view.scale / STEP),
    reset: () => zoomTo(1),
    toggle,
    style: { transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` },
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onWheel,
      onDblClick,
    },
  }
}

function centreOf(points: Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** How far apart two fingers are; 0 for one. */
function spreadOf([a, b]: Point[]): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}

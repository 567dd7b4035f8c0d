const GAP_PX = 6
const EDGE_PX = 8

/** Puts a window below something, or above it where there is more room; at its nearer side, and never off the screen. */
export function placeBeside(menu: HTMLElement, beside: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = menu
  const isLeft = beside.left + beside.right < innerWidth
  const left = isLeft ? beside.left : beside.right - width
  const below = beside.bottom + GAP_PX
  const above = beside.top - GAP_PX - height
  const top = below + height <= innerHeight - EDGE_PX || above < EDGE_PX ? below : above
  menu.style.left = `${within(left, innerWidth - width)}px`
  menu.style.top = `${within(top, innerHeight - height)}px`
}

function within(px: number, most: number): number {
  return Math.max(EDGE_PX, Math.min(px, most - EDGE_PX))
}

import { useRef } from "preact/hooks"

const LONG_MS = 450
/** A finger that moves farther scrolls. */
const STILL_PX = 10

/** A finger that stays on something, or the other button of a mouse. What a long press opens is not clicked as well. */
export function useLongPress(onPress: (x: number, y: number) => void) {
  const press = useRef<{ timer: number; x: number; y: number; isLong: boolean }>(undefined)
  const end = () => clearTimeout(press.current?.timer)
  return {
    onTouchStart(event: TouchEvent) {
      const { clientX: x, clientY: y } = event.touches[0] as Touch
      const one = { x, y, isLong: false, timer: 0 }
      one.timer = window.setTimeout(() => {
        one.isLong = true
        onPress(x, y)
      }, LONG_MS)
      press.current = one
    },
    onTouchMove(event: TouchEvent) {
      const { clientX, clientY } = event.touches[0] as Touch
      const { x = 0, y = 0 } = press.current ?? {}
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end()
    },
    onTouchCancel: end,
    onTouchEnd(event: TouchEvent) {
      end()
      if (press.current?.isLong) event.preventDefault()
    },
    onContextMenu(event: MouseEvent) {
      event.preventDefault()
      end()
      if (press.current?.isLong) return
      onPress(event.clientX, event.clientY)
    },
  }
}

import type { ComponentChild } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"

export interface MenuItem {
  label: string
  icon?: ComponentChild
  isDanger?: boolean
  /** The menu stays open: the next choice takes its place. */
  stays?: boolean
  act(): void
}

interface MenuProps {
  label: string
  items: (MenuItem | false | undefined)[]
  /** The element whose edges the menu stays inside; the window unless given. */
  within?: string
  onClose(): void
}

/** A list of things to do, below its button or, where there is no room, above it. It stands inside the button's parent. */
export function Menu({ label, items, within, onClose }: MenuProps) {
  const menu = useMenu(onClose, within)
  return (
    <div class="menu" role="menu" aria-label={label} ref={menu}>
      {items
        .filter(item => item !== false && item !== undefined)
        .map(({ label: name, icon, isDanger, stays, act }) => (
          <button
            key={name}
            type="button"
            role="menuitem"
            class={isDanger ? "menu-item danger" : "menu-item"}
            onClick={() => {
              if (!stays) onClose()
              act()
            }}
          >
            {icon}
            {name}
          </button>
        ))}
    </div>
  )
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Focus, arrow keys, Escape and a click elsewhere. */
function useMenu(onClose: () => void, within?: string) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const box = menu.current
    const frame = (within && box?.closest(within)) || document.documentElement
    if (box && box.getBoundingClientRect().bottom > frame.getBoundingClientRect().bottom - 8)
      box.classList.add("upwards")
    box?.querySelector("button")?.focus({ preventScroll: true })
  }, [])

  useEffect(() => {
    const opener = menu.current?.parentElement?.querySelector<HTMLElement>("[aria-haspopup]")
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation()
        // A window around the menu stays open.
        event.preventDefault()
        opener?.focus()
        onClose()
      }
      const step = STEPS[event.key]
      if (!step) return
      const items = [...(menu.current?.querySelectorAll("button") ?? [])]
      const at = items.indexOf(document.activeElement as HTMLButtonElement)
      items.at((at + step) % items.length)?.focus()
      event.preventDefault()
    }
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!menu.current?.parentElement?.contains(target as Node)) onClose()
    }
    document.addEventListener("keydown", onKeyDown, true)
    document.addEventListener("pointerdown", onPointerDown)
    return () => {
      document.removeEventListener("keydown", onKeyDown, true)
      document.removeEventListener("pointerdown", onPointerDown)
    }
  }, [])

  return menu
}

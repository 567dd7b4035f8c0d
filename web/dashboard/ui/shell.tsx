import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { useDesk } from "./desk.ts"
import { LogoIcon, MenuIcon } from "./icons.tsx"
import { Menu } from "./menu.tsx"
import { drawScreen } from "./screens.tsx"
import { usePlace } from "./use-place.ts"

/** Menu and screen side by side; on a phone the menu is a drawer over the screen. */
export function Shell() {
  const { words } = useDesk()
  const place = usePlace()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLElement>(null)
  const content = useRef<HTMLElement>(null)

  useEffect(() => setOpen(false), [place])

  useLayoutEffect(() => {
    if (!open) return
    const opener = button.current
    menu.current?.querySelector<HTMLElement>("[aria-current]")?.focus()
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && setOpen(false)
    addEventListener("keydown", onKey)
    return () => {
      removeEventListener("keydown", onKey)
      if (menu.current?.contains(document.activeElement)) opener?.focus()
    }
  }, [open])

  return (
    <div class={open ? "shell menu-open" : "shell"}>
      <button type="button" class="skip" onClick={() => content.current?.focus()}>
        {words.signIn.skip}
      </button>
      <header class="top-bar" inert={open}>
        <button
          ref={button}
          type="button"
          class="icon-button"
          aria-label={words.act.openMenu}
          aria-expanded={open}
          onClick={() => setOpen(true)}
        >
          <MenuIcon />
        </button>
        <LogoIcon />
        <span>{words.menu[place.screen]}</span>
      </header>
      <aside ref={menu} class="menu">
        <Menu current={place.screen} />
      </aside>
      <button type="button" class="curtain" aria-label={words.act.closeMenu} onClick={() => setOpen(false)} />
      <main ref={content} class="content" tabIndex={-1} inert={open}>
        {drawScreen(place)}
      </main>
    </div>
  )
}

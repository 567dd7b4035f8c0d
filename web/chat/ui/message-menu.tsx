import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { isText, textOf } from "../state/message-kinds.ts"
import { recall } from "../state/messages.ts"
import type { Message } from "../wire/models.ts"
import { CloseIcon, CopyIcon, EditIcon, MoreIcon, RecallIcon } from "./icons.tsx"
import { text } from "./text.ts"
import { useSession } from "./use-chat.ts"

export function MenuButton({ isOpen, onOpen }: { isOpen: boolean; onOpen(open: boolean): void }) {
  return (
    <button
      type="button"
      class="icon-button menu-button"
      aria-label={text.messageMenu}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={() => onOpen(!isOpen)}
    >
      <MoreIcon />
    </button>
  )
}

interface MessageMenuProps {
  message: Message
  isOwn: boolean
  onEdit(message: Message): void
  onClose(): void
}

export function MessageMenu({ message, isOwn, onEdit, onClose }: MessageMenuProps) {
  const session = useSession()
  const [isAsking, setAsking] = useState(false)
  const menu = useMenu(onClose, isAsking)
  const then = (act: () => void) => () => {
    act()
    onClose()
  }
  const items = isAsking
    ? [
        item(
          <RecallIcon />,
          text.recallForAll,
          then(() => void recall(session, message)),
          "danger",
        ),
        item(<CloseIcon />, text.keep, onClose),
      ]
    : [
        isText(message) &&
          item(
            <CopyIcon />,
            text.copy,
            then(() => copy(textOf(message))),
          ),
        isOwn &&
          message.messageType === "text" &&
          item(
            <EditIcon />,
            text.edit,
            then(() => onEdit(message)),
          ),
        isOwn && item(<RecallIcon />, text.recall, () => setAsking(true), "danger"),
      ]
  return (
    <div class="menu" role="menu" aria-label={text.messageMenu} ref={menu}>
      {items}
    </div>
  )
}

function item(icon: preact.ComponentChild, label: string, onClick: () => void, kind = "") {
  return (
    <button key={label} type="button" role="menuitem" class={`menu-item ${kind}`} onClick={onClick}>
      {icon}
      {label}
    </button>
  )
}

/** Focus, arrow keys, Escape and a click elsewhere; upwards when there is no room below. */
function useMenu(onClose: () => void, isAsking: boolean) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const box = menu.current
    const frame = box?.closest(".timeline")?.getBoundingClientRect()
    box?.classList.remove("upwards")
    if (box && frame && box.getBoundingClientRect().bottom > frame.bottom - 8) box.classList.add("upwards")
    box?.querySelector("button")?.focus({ preventScroll: true })
  }, [isAsking])

  useEffect(() => {
    const opener = menu.current?.parentElement?.querySelector<HTMLElement>(".menu-button")
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation()
        opener?.focus()
        onClose()
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const items = [...(menu.current?.querySelectorAll("button") ?? [])]
        const at = items.indexOf(document.activeElement as HTMLButtonElement)
        items.at((at + (event.key === "ArrowDown" ? 1 : -1)) % items.length)?.focus()
        event.preventDefault()
      }
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

/** Without a secure origin browsers have no clipboard: then nothing happens. */
function copy(words: string): void {
  void navigator.clipboard?.writeText(words).catch(() => {})
}

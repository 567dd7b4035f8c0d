import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { Lazily } from "../parts/lazily.tsx"
import { useChat } from "../use-chat.ts"
import { SearchIcon } from "./icons.tsx"

const loadPanel = () => import("./search-panel.tsx").then(({ SearchPanel }) => SearchPanel)

/** Opens the search in a room; the browser's own keys for "find" do, too, since it finds only what is drawn. */
export function SearchButton({ room: { _id: roomId } }: { room: Pick<RoomView, "_id"> }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const room = useChat(state => state.rooms.get(roomId))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isFind =
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey &&
        event.key.toLowerCase() === "f"
      if (!isFind || document.querySelector("dialog[open]")) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={text.timeline.search}
        title={text.timeline.search}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <SearchIcon />
      </button>
      {isOpen && room && (
        <div class="room-search">
          <Lazily load={loadPanel} props={{ room, onClose: close }} />
        </div>
      )}
    </>
  )
}

import { useEffect, useRef, useState } from "preact/hooks"
import { listStickerSets, type StickerSet } from "../../state/stickers.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"
import { EmojiPicker } from "./emoji-picker.tsx"
import { StickerShelf } from "./sticker-shelf.tsx"
import { useEscape } from "./use-escape.ts"

interface ExpressionsPanelProps {
  roomId: string
  onEmoji(emoji: string): void
  onClose(): void
}

type Tab = "emoji" | "stickers"

/** Emoji for the text, and stickers that go at once. */
export function ExpressionsPanel({ roomId, onEmoji, onClose }: ExpressionsPanelProps) {
  const session = useSession()
  const [tab, setTab] = useState<Tab>("emoji")
  const [sets, setSets] = useState<readonly StickerSet[]>([])
  const panel = useClosing(onClose)
  useEffect(() => {
    void listStickerSets(session).then(setSets)
  }, [session])
  const tabs: Tab[] = sets.length > 0 ? ["emoji", "stickers"] : ["emoji"]

  const onTabKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return
    const next = tab === "emoji" ? "stickers" : "emoji"
    setTab(next)
    panel.current?.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus()
  }
  return (
    <div class="expressions" ref={panel} role="dialog" aria-label={text.composer.expressions}>
      {tabs.length > 1 && (
        <div
          class="expressions-tabs"
          role="tablist"
          aria-label={text.composer.expressions}
          onKeyDown={onTabKey}
        >
          {tabs.map(one => (
            <button
              key={one}
              type="button"
              role="tab"
              data-tab={one}
              aria-selected={one === tab}
              tabIndex={one === tab ? 0 : -1}
              onClick={() => setTab(one)}
            >
              {text.composer[one]}
            </button>
          ))}
        </div>
      )}
      {tab === "emoji" ? (
        <EmojiPicker onPick={onEmoji} />
      ) : (
        <StickerShelf roomId={roomId} sets={sets} onSent={onClose} />
      )}
    </div>
  )
}

/** Escape and a click elsewhere. */
function useClosing(onClose: () => void) {
  const panel = useRef<HTMLDivElement>(null)
  useEscape(onClose)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      const anchor = panel.current?.parentElement
      if (anchor && !event.composedPath().includes(anchor)) close.current()
    }
    document.addEventListener("pointerdown", onPointerDown)
    return () => document.removeEventListener("pointerdown", onPointerDown)
  }, [])
  return panel
}

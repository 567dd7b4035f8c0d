import { useRef, useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import { SmileIcon } from "./icons.tsx"
import { Later } from "./later.tsx"

const loadPanel = () => import("./expressions-panel.tsx").then(({ ExpressionsPanel }) => ExpressionsPanel)

interface ExpressionsButtonProps {
  roomId: string
  onEmoji(emoji: string): void
  /** The panel was closed by its own means: the focus may go on writing. */
  onClosed(): void
}

export function ExpressionsButton({ roomId, onEmoji, onClosed }: ExpressionsButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <span class="expressions-anchor">
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={text.composer.expressions}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <SmileIcon />
      </button>
      {isOpen && (
        <Later
          load={loadPanel}
          waiting={<div class="expressions" />}
          roomId={roomId}
          onEmoji={onEmoji}
          onClose={() => {
            setOpen(false)
            onClosed()
          }}
        />
      )}
    </span>
  )
}

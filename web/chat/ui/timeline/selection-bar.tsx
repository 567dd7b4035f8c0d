import { useState } from "preact/hooks"
import { isText, textOf } from "../../state/message-kinds.ts"
import { deleteForMe } from "../../state/own-deletions.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { CloseIcon, CopyIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { DeleteIcon } from "./icons.tsx"
import { copy } from "./message-acts.ts"

interface SelectionBarProps {
  roomId: string
  /** In the conversation's order. */
  messages: readonly Message[]
  onEnd(): void
}

/** How many messages are chosen, and what can be done with them together. */
export function SelectionBar({ roomId, messages, onEnd }: SelectionBarProps) {
  const session = useSession()
  const [isAsking, setAsking] = useState(false)
  const words = messages.filter(isText).map(textOf).filter(Boolean)
  const remove = async () => {
    const ids = messages.map(({ _id }) => _id)
    if (await attempt(session, text.timeline.removeFailed, () => deleteForMe(session, roomId, ids))) onEnd()
  }
  return (
    <div class="selection-bar" role="toolbar" aria-label={text.timeline.select}>
      <button type="button" class="icon-button" aria-label={text.timeline.cancelSelection} onClick={onEnd}>
        <CloseIcon />
      </button>
      <span class="selection-count" role="status">
        {text.timeline.selected(messages.length)}
      </span>
      <button
        type="button"
        class="bar-button"
        disabled={words.length === 0}
        onClick={() => void copy(session, words.join("\n")).then(onEnd)}
      >
        <CopyIcon />
        {text.timeline.copyAll}
      </button>
      <button
        type="button"
        class="bar-button danger"
        disabled={messages.length === 0}
        onClick={() => (isAsking ? void remove() : setAsking(true))}
      >
        <DeleteIcon />
        {isAsking ? text.timeline.removeSure : text.timeline.remove}
      </button>
    </div>
  )
}

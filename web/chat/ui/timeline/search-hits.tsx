import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { Marked } from "../list/marked.tsx"
import { previewOf } from "../message/preview.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { listTime } from "../times.ts"
import { useChat } from "../use-chat.ts"

interface SearchHitsProps {
  room: RoomView
  hits: readonly Message[]
  words: string
  onPick(index: number): void
}

/** What was found, newest first; arrows move through it. */
export function SearchHits({ room, hits, words, onPick }: SearchHitsProps) {
  const me = useChat(state => state.me._id)
  return (
    <ul class="hits search-hits" onKeyDown={moveFocus}>
      {hits.map((message, i) => (
        <li key={message._id} class="hit-item">
          <button type="button" class="hit" onClick={() => onPick(i)}>
            <ClientAvatar client={message.sender} size="small" />
            <span class="hit-text">
              <span class="hit-top">
                <b dir="auto">{message.sender._id === me ? text.you : nameOf(message.sender)}</b>
                <time>{listTime(message.createdAtMS)}</time>
              </span>
              <span class="hit-words" dir="auto">
                <Marked words={previewOf(message, me, room.members)} query={words} />
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const hits = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".hit")]
  hits[hits.indexOf(document.activeElement as HTMLElement) + step]?.focus()
  event.preventDefault()
}

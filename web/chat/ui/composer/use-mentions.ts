import { useMemo, useState } from "preact/hooks"
import {
  findMentioned,
  insertMention,
  type Mention,
  type MentionQuery,
  queryAt,
} from "../../state/mentions.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import type { Written } from "./use-written.ts"

interface MentionsOptions {
  room: RoomView
  written: Written
  /** Puts text into the field, and the caret at a place in it. */
  put(next: Written, caret: number): void
}

/** The people whom the word at the caret may mean, and the keys that choose one of them. */
export function useMentions({ room, written, put }: MentionsOptions) {
  const me = useChat(state => state.me._id)
  const [query, setQuery] = useState<MentionQuery>()
  const [at, setAt] = useState(0)
  const people = useMemo(() => (query ? findMentioned(room, me, query.words) : []), [query, room.members, me])
  const active = people[Math.min(at, people.length - 1)]

  const close = () => setQuery(undefined)
  const look = (field: HTMLTextAreaElement) => {
    const isCaret = field.selectionStart === field.selectionEnd
    const next = isCaret ? queryAt(field.value, field.selectionStart) : undefined
    setAt(0)
    setQuery(next)
  }
  const choose = (mention: Mention) => {
    if (!query) return
    const { text, caret } = insertMention(written.words, query, mention)
    const others = written.named.filter(({ name }) => name !== mention.name)
    put({ words: text, named: [...others, mention] }, caret)
    close()
  }

  /** @returns whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!active) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((people.indexOf(active) + step + people.length) % people.length)
    else if (event.key === "Enter" || event.key === "Tab") choose(active)
    else if (event.key === "Escape") close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return { people, active, look, choose, close, onKey }
}

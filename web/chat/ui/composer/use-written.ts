import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Composing } from "../../state/chat-state.ts"
import { setDraft } from "../../state/drafts.ts"
import { decodeMentions, type Mention, mentionable } from "../../state/mentions.ts"
import { textOf } from "../../state/message-kinds.ts"
import type { Session } from "../../state/session.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

/** What stands in the field, and whom it names. */
export interface Written {
  words: string
  named: readonly Mention[]
}

const NOTHING: Written = { words: "", named: [] }
const KEPT_AFTER_MS = 400

/** The field's content: the room's draft, or the text of the message that is edited. */
export function useWritten(room: RoomView) {
  const session = useSession()
  const composing = useChat(state => state.composing[room._id])
  const edited = composing?.kind === "edit" ? composing.message : undefined
  const [written, setWritten] = useState(() => draftOf(session, room._id))
  const draft = useRef(written)
  useKept(session, room._id, draft)

  const shown = useRef<Message | undefined>(undefined)
  useLayoutEffect(() => {
    if (edited === shown.current) return
    shown.current = edited
    setWritten(edited ? textToEdit(room, edited) : draft.current)
  }, [edited])

  const write = (next: Written) => {
    setWritten(next)
    if (!edited) draft.current = next
  }
  const clear = () => {
    draft.current = NOTHING
    setDraft(session, room._id, "", [])
    setWritten(NOTHING)
  }
  return { written, composing: composing as Composing | undefined, edited, write, clear }
}

function draftOf({ store }: Session, roomId: string): Written {
  const { drafts, named } = store.get()
  return { words: drafts[roomId] ?? "", named: named[roomId] ?? [] }
}

function textToEdit(room: RoomView, message: Message): Written {
  const named = mentionable(room, "").filter(({ id }) => message.mentions?.includes(id))
  return { words: decodeMentions(textOf(message), named), named }
}

/** Drafts are kept a moment after the last letter, and when the page or the room is left. */
function useKept(session: Session, roomId: string, draft: { current: Written }): void {
  useEffect(() => {
    const keep = () => setDraft(session, roomId, draft.current.words, draft.current.named)
    const timer = setInterval(keep, KEPT_AFTER_MS)
    window.addEventListener("pagehide", keep)
    return () => {
      clearInterval(timer)
      window.removeEventListener("pagehide", keep)
      keep()
    }
  }, [])
}

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { keepDraft } from "../../state/drafts.ts"
import { textOf } from "../../state/message-kinds.ts"
import { lastOwnText, send } from "../../state/messages.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message, Room } from "../../wire/models.ts"
import { CloseIcon, EditIcon, SaveIcon, SendIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { useTyping } from "./use-typing.ts"

interface ComposerProps {
  room: Room
  editing?: Message
  onEdit(message?: Message): void
}

export function Composer({ room, editing, onEdit }: ComposerProps) {
  const session = useSession()
  const [words, setWords] = useState(() => session.store.get().drafts[room._id] ?? "")
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useRef(words)
  const type = useTyping(room._id)

  useEffect(() => () => keepDraft(session, room._id, draft.current), [])
  useEffect(() => {
    setWords(editing ? textOf(editing) : draft.current)
    if (editing || matchMedia("(hover: hover)").matches) field.current?.focus()
  }, [editing])
  useLayoutEffect(() => grow(field.current), [words])

  const submit = () => {
    const written = words.trim()
    if (!written) return
    if (editing) {
      if (written !== textOf(editing)) void edit(editing, written)
      onEdit(undefined)
    } else {
      send(session, room._id, { message: written })
      draft.current = ""
      setWords("")
    }
    field.current?.focus()
  }

  const edit = (message: Message, written: string) =>
    attempt(session, text.editFailed, () => session.client.edit(room._id, message._id, { message: written }))

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a candidate. Safari says so only by the key code.
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault()
      submit()
    }
    if (event.key === "ArrowUp" && !words && !editing) {
      const own = lastOwnText(session, room._id)
      if (own) event.preventDefault()
      onEdit(own)
    }
  }

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      {editing && (
        <div class="composer-mode">
          <EditIcon />
          <span>{text.editing}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={text.cancelEdit}
            onClick={() => onEdit(undefined)}
          >
            <CloseIcon />
          </button>
        </div>
      )}
      <div class="composer-line">
        <textarea
          ref={field}
          rows={1}
          value={words}
          placeholder={text.placeholder}
          aria-label={editing ? text.editing : text.placeholder}
          enterkeyhint="send"
          onInput={({ currentTarget }) => {
            setWords(currentTarget.value)
            if (editing) return
            draft.current = currentTarget.value
            if (currentTarget.value) type()
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="send"
          aria-label={editing ? text.save : text.send}
          disabled={!words.trim()}
        >
          {editing ? <SaveIcon /> : <SendIcon />}
        </button>
      </div>
    </form>
  )
}

/** As tall as what is written; the style sheet sets the most. */
function grow(field: HTMLTextAreaElement | null): void {
  const line = field?.parentElement
  if (!line) return
  // The line holds its height meanwhile, else the messages above would jump.
  line.style.minHeight = `${line.offsetHeight}px`
  field.style.height = "auto"
  field.style.height = `${field.scrollHeight}px`
  line.style.minHeight = ""
}

import type { RefObject } from "preact"
import { useLayoutEffect } from "preact/hooks"
import { MENTION_LIST, mentionOption } from "./mention-list.tsx"
import type { useMentions } from "./use-mentions.ts"

interface FieldProps {
  field: RefObject<HTMLTextAreaElement | null>
  words: string
  label: string
  placeholder: string
  mentions: ReturnType<typeof useMentions>
  onWrite(words: string): void
  onSend(): void
  /** The user looks for what they wrote before. @returns whether there is something. */
  onBack(): boolean
  /** Absent where files cannot go. */
  onFiles?(files: readonly File[]): void
}

/** Grows with its text; Enter sends, Shift and Enter begins a line. */
export function Field({ field, words, label, placeholder, mentions, ...on }: FieldProps) {
  useLayoutEffect(() => grow(field.current), [words])

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own. Safari says so only by the key code.
    if (event.isComposing || event.keyCode === 229 || mentions.onKey(event)) return
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault()
      on.onSend()
    }
    if (event.key === "ArrowUp" && !words && on.onBack()) event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    // What office programs copy is words first, and their picture beside.
    if (files.length === 0 || !on.onFiles || event.clipboardData?.getData("text/plain")) return
    event.preventDefault()
    on.onFiles(files)
  }
  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      value={words}
      placeholder={placeholder}
      aria-label={label}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={mentions.active && MENTION_LIST}
      aria-activedescendant={mentions.active && mentionOption(mentions.active)}
      enterkeyhint="send"
      onInput={({ currentTarget }) => {
        on.onWrite(currentTarget.value)
        mentions.look(currentTarget)
      }}
      onClick={({ currentTarget }) => mentions.look(currentTarget)}
      onBlur={mentions.close}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
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

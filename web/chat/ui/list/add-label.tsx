import { useState } from "preact/hooks"
import { text } from "../../text/text.ts"

const LONGEST = 40

/** Its words are what the field says, too. */
export function AddLabel({ words, onAdd }: { words: string; onAdd(name: string): void }) {
  const [name, setName] = useState("")
  return (
    <form
      class="add-label"
      onSubmit={event => {
        event.preventDefault()
        if (name.trim()) onAdd(name.trim())
        setName("")
      }}
    >
      <input
        class="field"
        type="text"
        maxLength={LONGEST}
        dir="auto"
        autoComplete="off"
        value={name}
        placeholder={words}
        aria-label={words}
        onInput={event => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button small" disabled={!name.trim()}>
        {text.labels.add}
      </button>
    </form>
  )
}

import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { sentenceOf } from "../state/refusals.ts"
import { useDesk } from "./desk.ts"

export type Fields = Record<string, string>

interface FormProps {
  /** Of the button that submits. */
  label: string
  /** What it throws is shown, and the fields stay. */
  action(fields: Fields): Promise<void>
  onCancel?(): void
  danger?: boolean
  disabled?: boolean
  wide?: boolean
  /** The button stands beside the fields. */
  inline?: boolean
  children?: ComponentChildren
}

export function Form({ label, action, onCancel, danger, disabled, wide, inline, children }: FormProps) {
  const { words } = useDesk()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState("")

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault()
    if (busy) return
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
    setBusy(true)
    setError("")
    await action(Object.fromEntries(entries)).catch(failure => setError(sentenceOf(failure, words)))
    setBusy(false)
  }

  return (
    <form class={inline ? "form inline" : "form"} onSubmit={submit} aria-busy={busy}>
      {children}
      <p class="form-error" role="alert">
        {error}
      </p>
      <div class="form-buttons">
        {onCancel && (
          <button type="button" class="button plain" onClick={onCancel}>
            {words.act.cancel}
          </button>
        )}
        <button
          type="submit"
          class={`button ${danger ? "danger" : "primary"} ${wide ? "wide" : ""}`}
          disabled={disabled || busy}
        >
          {label}
        </button>
      </div>
    </form>
  )
}

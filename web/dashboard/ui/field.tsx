import { useEffect, useId, useRef } from "preact/hooks"

interface FieldProps {
  name: string
  label: string
  hint?: string
  value?: string
  /** Not to be read over a shoulder. */
  secret?: boolean
  autocomplete?: "username" | "current-password" | "new-password"
  required?: boolean
  minLength?: number
  /** A field of several lines. */
  lines?: number
  /** Of letters that are code. */
  code?: boolean
  /** Values and their words: a list to choose from. */
  options?: readonly (readonly [string, string])[]
  focus?: boolean
  onValue?(value: string): void
}

const hiddenInput = { type: "password" } as const
const plainInput = { type: "text" } as const

export function Field(props: FieldProps) {
  const { name, label, hint, value, secret, lines, code, options, focus, onValue } = props
  const id = useId()
  const place = useRef<HTMLElement | null>(null)
  useEffect(() => {
    if (focus) place.current?.focus()
  }, [focus])
  const shared = {
    id,
    name,
    required: props.required,
    class: code ? "input code" : "input",
    "aria-describedby": hint ? `${id}-hint` : undefined,
    spellcheck: !code,
    onInput: (event: { currentTarget: { value: string } }) => onValue?.(event.currentTarget.value),
  }
  const hold = (element: HTMLElement | null) => {
    place.current = element
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {options ? (
        <select {...shared} ref={hold} value={value}>
          {options.map(([option, words]) => (
            <option key={option} value={option}>
              {words}
            </option>
          ))}
        </select>
      ) : lines ? (
        <textarea {...shared} ref={hold} rows={lines} defaultValue={value} />
      ) : (
        <input
          {...shared}
          ref={hold}
          {...(secret ? hiddenInput : plainInput)}
          minLength={props.minLength}
          autocomplete={props.autocomplete ?? "off"}
          defaultValue={value}
        />
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

import { useEffect, useId, useRef, useState } from "preact/hooks"

interface SwitchProps {
  label: string
  hint?: string
  isOn: boolean
  /** @returns false when it could not be done. */
  onChange(isOn: boolean): unknown
}

/** Something that is on or off, in a row of its own. It moves at once, and back if that could not be done. */
export function Switch({ label, hint, isOn, onChange }: SwitchProps) {
  const id = useId()
  const [isShownOn, setShownOn] = useState(isOn)
  const real = useRef(isOn)
  real.current = isOn
  useEffect(() => setShownOn(isOn), [isOn])
  const change = async (next: boolean) => {
    setShownOn(next)
    if ((await onChange(next)) === false) setShownOn(real.current)
  }
  return (
    <label class="panel-row switch-row" for={id}>
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isShownOn}
        class="switch"
        checked={isShownOn}
        onChange={event => void change(event.currentTarget.checked)}
      />
    </label>
  )
}

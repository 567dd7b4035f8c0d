import { useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import { pageTheme } from "../theme.ts"

const CHOICES = { system: undefined, light: false, dark: true }
type Choice = keyof typeof CHOICES

/** For as long as the page is open: the host page has the say at the next start. */
export function ThemeChoice() {
  const theme = pageTheme()
  const [choice, setChoice] = useState<Choice>(() => nameOf(theme?.choice()))
  return (
    <label class="panel-row">
      <span>{text.profile.theme}</span>
      <select
        class="field"
        value={choice}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value as Choice
          setChoice(next)
          theme?.choose(CHOICES[next])
        }}
      >
        {(Object.keys(CHOICES) as Choice[]).map(name => (
          <option key={name} value={name}>
            {text.profile.themes[name]}
          </option>
        ))}
      </select>
    </label>
  )
}

const nameOf = (dark: boolean | undefined): Choice =>
  dark === undefined ? "system" : dark ? "dark" : "light"

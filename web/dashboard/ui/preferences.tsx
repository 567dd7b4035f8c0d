import { isLanguage, languages } from "../state/languages.ts"
import { useDesk } from "./desk.ts"
import { themes } from "./themes.ts"

/** Language and light, for this browser. */
export function Preferences() {
  const { words, language, chooseLanguage, theme, chooseTheme } = useDesk()
  return (
    <div class="preferences">
      <select
        class="input"
        aria-label={words.language}
        value={language}
        onChange={({ currentTarget: { value } }) => isLanguage(value) && chooseLanguage(value)}
      >
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <select
        class="input"
        aria-label={words.theme.title}
        value={theme}
        onChange={({ currentTarget: { value } }) =>
          chooseTheme(themes.find(name => name === value) ?? "system")
        }
      >
        {themes.map(name => (
          <option key={name} value={name}>
            {words.theme[name]}
          </option>
        ))}
      </select>
    </div>
  )
}

import { change } from "../../state/session.ts"
import { language, languages, loadLanguage, text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

/** Where the page looks at its start. */
const KEY = "language"

/** Each language by its own name. The whole page is drawn anew in the one that is chosen, which this browser remembers. */
export function LanguageChoice() {
  const session = useSession()
  const choose = async (name: string) => {
    await loadLanguage([name, ...navigator.languages])
    session.kept.write(KEY, name)
    document.documentElement.lang = language
    change(session, { language })
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".me-button")?.focus())
  }
  if (languages.length < 2) return null
  return (
    <label class="panel-row">
      <span>{text.profile.language}</span>
      <select class="field" value={language} onChange={event => void choose(event.currentTarget.value)}>
        {languages.map(name => (
          <option key={name} value={name} lang={name}>
            {nameIn(name)}
          </option>
        ))}
      </select>
    </label>
  )
}

const nameIn = (name: string): string => new Intl.DisplayNames([name], { type: "language" }).of(name) ?? name

import { useEffect, useState } from "preact/hooks"
import { chooseLanguage as chooseFrom, isLanguage, type Language, loadWords } from "../state/languages.ts"
import type { Words } from "../text/en.ts"
import type { Choices } from "./use-theme-choice.ts"

/** The operator's language and its words; the former words stay until the new ones are there. */
export function useLanguage({ read, keep }: Choices) {
  const [wanted, setWanted] = useState<Language>(() => {
    const chosen = read("language")
    return isLanguage(chosen) ? chosen : chooseFrom(navigator.languages)
  })
  const [loaded, setLoaded] = useState<{ language: Language; words: Words }>()

  useEffect(() => {
    let current = true
    void loadWords(wanted).then(words => {
      if (!current) return
      document.documentElement.lang = wanted
      document.title = `Parley · ${words.menu.title}`
      setLoaded({ language: wanted, words })
    })
    return () => {
      current = false
    }
  }, [wanted])

  return {
    language: loaded?.language ?? wanted,
    words: loaded?.words,
    chooseLanguage(language: Language) {
      keep("language", language)
      setWanted(language)
    },
  }
}

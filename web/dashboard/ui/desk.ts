import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Formats } from "../state/formats.ts"
import type { Language } from "../state/languages.ts"
import { sentenceOf } from "../state/refusals.ts"
import type { Api } from "../state/session.ts"
import type { Words } from "../text/en.ts"

export interface Outcome {
  sentence: string
  failed?: boolean
}

export type Theme = "system" | "light" | "dark"

/** What every part of the page works with. */
export interface Desk {
  api: Api
  operator: string
  words: Words
  formats: Formats
  language: Language
  chooseLanguage(language: Language): void
  theme: Theme
  chooseTheme(theme: Theme): void
  /** Says how something went, to eyes and ears. */
  tell(outcome: Outcome): void
  /** @returns false when the browser refused, which is told. */
  copy(text: string): Promise<boolean>
  signOut(): Promise<void>
}

export const DeskContext = createContext<Desk | undefined>(undefined)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error("no desk above this component")
  return desk
}

/** Does something and tells how it went. @returns false when it failed. */
export function useAct() {
  const { words, tell } = useDesk()
  return async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await act()
      tell({ sentence: done })
      return true
    } catch (error) {
      tell({ sentence: sentenceOf(error, words), failed: true })
      return false
    }
  }
}

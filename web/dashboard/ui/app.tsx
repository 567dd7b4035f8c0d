import { useEffect, useMemo, useState } from "preact/hooks"
import { createFormats } from "../state/formats.ts"
import { localeOf } from "../state/languages.ts"
import { type Api, findOperator } from "../state/session.ts"
import { DeskContext, type Outcome } from "./desk.ts"
import { Outcomes } from "./outcomes.tsx"
import { Shell } from "./shell.tsx"
import { SignIn } from "./sign-in.tsx"
import { useLanguage } from "./use-language.ts"
import { type Choices, useThemeChoice } from "./use-theme-choice.ts"

export interface AppProps {
  open(signedOut: () => void): Api
  copy(text: string): Promise<boolean>
  choices: Choices
}

/** `undefined`: not asked yet; `null`: nobody is signed in. */
type Operator = string | null | undefined

export function App({ open, copy, choices }: AppProps) {
  const [operator, setOperator] = useState<Operator>()
  const [outcome, tell] = useState<Outcome>()
  const [api] = useState(() => open(() => setOperator(null)))
  const { language, words, chooseLanguage } = useLanguage(choices)
  const { theme, chooseTheme } = useThemeChoice(choices)
  const formats = useMemo(() => createFormats(localeOf(language, navigator.languages)), [language])

  useEffect(() => {
    findOperator(api).then(
      name => setOperator(name ?? null),
      () => setOperator(null),
    )
  }, [api])

  if (!words || operator === undefined) return null
  const desk = {
    ...{ api, operator: operator ?? "", words, formats, language, chooseLanguage, theme, chooseTheme, tell },
    copy: async (text: string) => {
      const copied = await copy(text)
      if (!copied) tell({ sentence: words.done.notCopied, failed: true })
      return copied
    },
    signOut: async () => {
      await api.signOut().catch(() => undefined)
      setOperator(null)
    },
  }
  return (
    <DeskContext.Provider value={desk}>
      {operator === null ? <SignIn onSignedIn={setOperator} /> : <Shell key={operator} />}
      <Outcomes outcome={outcome} />
    </DeskContext.Provider>
  )
}

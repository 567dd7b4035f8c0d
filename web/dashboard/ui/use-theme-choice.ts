import { useState } from "preact/hooks"
import type { Theme } from "./desk.ts"
import { themes, useTheme } from "./themes.ts"

/** What this browser remembers of the operator's wishes. */
export interface Choices {
  read(name: string): string | undefined
  keep(name: string, value: string): void
}

export function useThemeChoice({ read, keep }: Choices) {
  const [theme, setTheme] = useState<Theme>(() => themes.find(name => name === read("theme")) ?? "system")
  useTheme(theme)
  return {
    theme,
    chooseTheme(next: Theme) {
      keep("theme", next)
      setTheme(next)
    },
  }
}

import { useLayoutEffect } from "preact/hooks"
import type { Theme } from "./desk.ts"

export const themes: readonly Theme[] = ["system", "light", "dark"]

/** Puts the theme on the page; "system" is followed live. */
export function useTheme(theme: Theme): void {
  useLayoutEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)")
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches)
      document.documentElement.dataset.theme = dark ? "dark" : "light"
    }
    apply()
    system.addEventListener("change", apply)
    return () => system.removeEventListener("change", apply)
  }, [theme])
}

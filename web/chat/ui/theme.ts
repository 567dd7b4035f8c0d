const THEME_COLOURS = { light: "#ffffff", dark: "#141a1b" }

type Theme = ReturnType<typeof createTheme>

let current: Theme | undefined

/** The page's theme, for who wants to choose another while it is open. */
export const pageTheme = (): Theme | undefined => current

/** The explicit choice wins, else the system's, followed live. Nothing is stored. */
export function createTheme(explicit?: boolean) {
  const system = matchMedia("(prefers-color-scheme: dark)")
  let choice = explicit
  const apply = () => {
    const theme = (choice ?? system.matches) ? "dark" : "light"
    document.documentElement.dataset.theme = theme
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", THEME_COLOURS[theme])
  }
  system.addEventListener("change", apply)
  apply()
  const theme = {
    /** Dark, light, or undefined for the system's. */
    choice: () => choice,
    choose(dark: boolean | undefined) {
      choice = dark
      apply()
    },
  }
  current = theme
  return theme
}

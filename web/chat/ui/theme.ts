const THEME_COLOURS = { light: "#ffffff", dark: "#141a1b" }

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
  return {
    choose(dark: boolean | undefined) {
      choice = dark
      apply()
    },
  }
}

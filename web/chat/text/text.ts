import { en } from "./en.ts"

export type Dictionary = typeof en

/** Languages beside English, loaded when they are wanted. */
const others: Record<string, () => Promise<Dictionary>> = {}

/** Every word of the page, in the language that is loaded. */
export let text: Dictionary = en

/** The language that is loaded, as browsers name it. */
export let language = "en"

/** @param wanted languages as browsers name them, the best first; the first that there is wins, else English. */
export async function loadLanguage(wanted: readonly string[]): Promise<void> {
  const name = wanted.map(nearest).find(found => found !== undefined)
  const load = name && others[name]
  if (!load) return
  text = await load()
  language = name
}

function nearest(wanted: string): string | undefined {
  return ["en", ...Object.keys(others)].find(name => wanted.toLowerCase().startsWith(name.toLowerCase()))
}

import { en } from "./en.ts"

export type Dictionary = typeof en

/** Languages beside English, loaded when they are wanted. */
const others: Record<string, () => Promise<Dictionary>> = {
  "zh-TW": () => import("./zh-tw.ts").then(({ words }) => words),
  "zh-CN": () => import("./zh-cn.ts").then(({ words }) => words),
  ja: () => import("./ja.ts").then(({ words }) => words),
  ko: () => import("./ko.ts").then(({ words }) => words),
}

/** Every word of the page, in the language that is loaded. */
export let text: Dictionary = en

/** The language that is loaded, as browsers name it. */
export let language = "en"

/** How times and numbers are written: the language with its region, where that is known. */
export let locale = "en"

/** Those that there are, as browsers name them. */
export const languages: readonly string[] = ["en", ...Object.keys(others)]

/** @param wanted languages as browsers name them, the best first; the first that there is wins, else English. */
export async function loadLanguage(wanted: readonly string[]): Promise<void> {
  const name = wanted.map(nearest).find(found => found !== undefined)
  const load = name && others[name]
  if (!name || (name !== "en" && !load)) return
  text = load ? await load() : en
  language = name
  const spoken = wanted.filter(one => nearest(one) === name)
  locale = spoken.find(one => one.includes("-")) ?? name
}

function nearest(wanted: string): string | undefined {
  const { language: spoken, script } = localeOf(wanted)
  if (spoken === "zh") return script === "Hant" ? "zh-TW" : "zh-CN"
  return languages.find(name => name === spoken)
}

/** A language and how it is written; what is no language at all has neither. */
function localeOf(wanted: string): { language?: string; script?: string } {
  try {
    return new Intl.Locale(wanted).maximize()
  } catch {
    return {}
  }
}

import type { Words } from "../text/en.ts"

/** Each in its own words. */
export const languages = {
  en: "English",
  "zh-TW": "繁體中文",
  "zh-CN": "简体中文",
  ja: "日本語",
  ko: "한국어",
} as const

export type Language = keyof typeof languages

const loaders: Record<Language, () => Promise<{ words: Words }>> = {
  en: () => import("../text/en.ts"),
  "zh-TW": () => import("../text/zh-tw.ts"),
  "zh-CN": () => import("../text/zh-cn.ts"),
  ja: () => import("../text/ja.ts"),
  ko: () => import("../text/ko.ts"),
}

export async function loadWords(language: Language): Promise<Words> {
  return (await loaders[language]()).words
}

/** The first that we have of those an operator reads. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languageOf(tag.toLowerCase())
    if (found) return found
  }
  return "en"
}

/** How times and numbers are written: as the operator's browser has it for this language, else as the language does. */
export function localeOf(language: Language, wanted: readonly string[]): string {
  return wanted.find(tag => languageOf(tag.toLowerCase()) === language) ?? language
}

export const isLanguage = (name: string | undefined): name is Language =>
  name !== undefined && Object.hasOwn(languages, name)

function languageOf(tag: string): Language | undefined {
  if (tag.startsWith("zh")) return /hant|tw|hk|mo/.test(tag) ? "zh-TW" : "zh-CN"
  const [primary] = tag.split("-")
  return isLanguage(primary) ? primary : undefined
}

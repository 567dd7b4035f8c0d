import { expect, test } from "vitest"
import {
  chooseLanguage,
  type Language,
  languages,
  loadWords,
  localeOf,
} from "../../../../web/dashboard/state/languages.ts"

test("the first language of the browser that there is wins, English where there is none", () => {
  expect(chooseLanguage(["de-DE", "ja-JP", "en"])).toBe("ja")
  expect(chooseLanguage(["zh"])).toBe("zh-CN")
  expect(chooseLanguage(["zh-Hant-HK"])).toBe("zh-TW")
  expect(chooseLanguage(["zh-TW"])).toBe("zh-TW")
  expect(chooseLanguage(["zh-SG"])).toBe("zh-CN")
  expect(chooseLanguage(["ko-KR"])).toBe("ko")
  expect(chooseLanguage(["fr", "de"])).toBe("en")
  expect(chooseLanguage([])).toBe("en")
})

test("times are written as the browser's region has them", () => {
  expect(localeOf("en", ["de-DE", "en-GB", "en-US"])).toBe("en-GB")
  expect(localeOf("ko", ["en-GB"])).toBe("ko")
})

test("every language has words of its own for every English sentence", async () => {
  const english = flatten(await loadWords("en"))
  const brands = ["push.apns", "push.fcm"]
  const sentences = Object.keys(english).filter(
    name => english[name]?.includes(" ") && !brands.includes(name),
  )
  for (const language of Object.keys(languages).filter(name => name !== "en")) {
    const words = flatten(await loadWords(language as Language))
    expect(Object.keys(words)).toEqual(Object.keys(english))
    expect([language, sentences.filter(name => words[name] === english[name])]).toEqual([language, []])
  }
})

/** `menu.title` → its words, those of functions filled with numbers. */
function flatten(words: object, before = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words)
      .sort(([a], [b]) => a.localeCompare(b))
      .flatMap(([name, value]) => {
        if (typeof value === "object") return Object.entries(flatten(value, `${before}${name}.`))
        return [[`${before}${name}`, typeof value === "function" ? value(2, 3, 4) : value]]
      }),
  )
}

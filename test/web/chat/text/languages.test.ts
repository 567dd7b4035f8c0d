import { afterAll, describe, expect, test } from "vitest"
import { en } from "../../../../web/chat/text/en.ts"
import { language, languages, loadLanguage, text } from "../../../../web/chat/text/text.ts"

type Words = { [key: string]: unknown }

/** Every word of a dictionary by its path, functions called with `1` and `2` for counts and "Bob" for names. */
function wordsOf(dictionary: Words, path = ""): [string, string][] {
  return Object.entries(dictionary).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key
    if (typeof value === "string") return [[at, value]]
    if (typeof value === "function") return samples.map(args => [at, String(call(value as Say, args))])
    return wordsOf(value as Words, at)
  })
}

type Say = (...args: unknown[]) => unknown

const samples = [
  [1, 1, 1],
  [2, 5, 3],
  ["Bob", "Ann", ""],
  [["Bob", "Ann"], 2],
]

/** Undefined where a sentence takes other things than these. */
function call(say: Say, args: unknown[]): unknown {
  try {
    return say(...args)
  } catch {
    return "–"
  }
}

afterAll(() => loadLanguage(["en"]))

test.each([
  ["zh-Hant-HK", "zh-TW"],
  ["zh-TW", "zh-TW"],
  ["zh", "zh-CN"],
  ["zh-SG", "zh-CN"],
  ["ja-JP", "ja"],
  ["ko", "ko"],
  ["en-GB", "en"],
])("a browser that wants %s is shown %s", async (wanted, shown) => {
  await loadLanguage([wanted, "de"])
  expect(language).toBe(shown)
})

test("the first language that there is wins, and nonsense is none", async () => {
  await loadLanguage(["xx", "not a language", "de-DE", "ja", "ko"])
  expect(language).toBe("ja")
})

describe.each(languages.filter(name => name !== "en"))("in %s", name => {
  test("every sentence says something, and names what it is about", async () => {
    await loadLanguage([name])
    const empty = wordsOf(text).filter(([, words]) => words.trim() === "" || words.includes("undefined"))
    expect(empty).toEqual([])
    expect(text.recalledBy("Bob")).toContain("Bob")
    expect(text.added("Bob", "Ann")).toMatch(/Bob.*Ann/)
    expect(text.unread(7)).toContain("7")
  })

  test("no word is left in English", async () => {
    await loadLanguage([name])
    const english = new Map(wordsOf(en))
    const plain = wordsOf(text).filter(([at, words]) => /[a-z]{4}/i.test(words) && english.get(at) === words)
    expect(plain).toEqual([])
  })
})

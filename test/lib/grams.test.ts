import { describe, expect, test } from "vitest"
import { fold, gramsNeeded, gramsOf } from "../../src/lib/grams.ts"

/** Whether the index would offer a text for a phrase. */
function offers(text: string, phrase: string): boolean {
  const terms = gramsOf(fold(text))
  const { grams, prefix } = gramsNeeded(fold(phrase))
  return (
    grams.every(gram => terms.includes(gram)) &&
    (prefix === null || terms.some(term => term.startsWith(prefix)))
  )
}

describe("folding", () => {
  test("makes letters the same that differ only in case or width", () => {
    expect(fold("ＨＥＬＬＯ Ｗörld")).toBe("hello wörld")
    expect(fold("ﾊﾟﾝ")).toBe("パン")
    expect(fold("Straße")).toBe(fold("STRASSE"))
    expect(fold("ΟΔΟΣ")).toBe(fold("οδοσ"))
    expect(fold("e\u0301")).toBe(fold("É"))
  })

  test("makes one space of whatever stands between words, and none at the ends", () => {
    expect(fold(" a\n\t b\u3000c\u0000d ")).toBe("a b c d")
    expect(fold(" \u00a0\u0007")).toBe("")
  })

  test("leaves no half of a letter", () => {
    expect(fold("a\ud83dz").isWellFormed()).toBe(true)
  })
})

describe("grams", () => {
  test("are two letters of scripts with many letters, three of alphabets, fewer at the end of a word", () => {
    expect(gramsOf("今天吃饭")).toEqual(["今天", "天吃", "吃饭", "饭"])
    expect(gramsOf("hello")).toEqual(["hel", "ell", "llo", "lo", "o"])
    expect(gramsOf("ok 好")).toEqual(["ok", "k", "好"])
    expect(gramsOf("a😀b")).toEqual(["a😀b", "😀b", "b"])
    expect(gramsOf("")).toEqual([])
  })

  test("of two letters are enough for Chinese, Japanese, Korean and Thai", () => {
    for (const phrase of ["吃饭", "です", "テス", "한국", "ไท"]) {
      expect([phrase, gramsNeeded(fold(phrase)).prefix]).toEqual([phrase, null])
    }
  })

  test("that are needed for a phrase are in every text that holds it, wherever it begins and ends", () => {
    const texts = [
      "The quick brown fox: 3.14 & C++",
      "今天天氣很好，我們去吃飯吧 OK",
      "東京タワーへ行きました。한국어 สวัสดีครับ",
      "👩‍👩‍👧 a😀b 𠮷野家 naïve ŒUVRE",
    ]
    for (const text of texts) {
      const letters = [...fold(text)]
      for (let from = 0; from < letters.length; from++) {
        for (let to = from + 1; to <= letters.length; to++) {
          const phrase = letters.slice(from, to).join("")
          if (phrase.trim() !== "") expect([phrase, offers(text, phrase)]).toEqual([phrase, true])
        }
      }
    }
  })

  test("rule out texts that lack a part of the phrase", () => {
    expect(offers("今天吃饭", "吃面")).toBe(false)
    expect(offers("hello world", "held")).toBe(false)
    expect(offers("hello", "x")).toBe(false)
    expect(offers("cat dog", "at do")).toBe(true)
    expect(offers("catdog", "at do")).toBe(false)
  })
})

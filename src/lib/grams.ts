/**
 * Text that a search compares: letters that differ only in case or width become the same (NFKC, and upper case before
 * lower, so that ß meets ss and both sigmas are one), and whatever stands between words becomes one space.
 */
export const fold = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()

/** Alphabets end here; beyond stand the scripts of many letters, of which two in a row are rare enough. */
const lastAlphabet = 0x52f

const widthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > lastAlphabet ? 2 : 3)

const afterLetter = (text: string, at: number) => at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/**
 * The pieces by which a text is found: from each letter on two letters, of Latin, Greek and Cyrillic three; fewer at the
 * end of a word. Words are what spaces divide, so a text without spaces is one word.
 * @param folded what `fold` returned.
 */
export function gramsOf(folded: string): string[] {
  return folded === "" ? [] : folded.split(" ").flatMap(gramsOfWord)
}

function gramsOfWord(word: string): string[] {
  const grams: string[] = []
  for (let at = 0; at < word.length; at = afterLetter(word, at)) {
    let end = at
    for (let left = widthAt(word, at); left > 0; left--) end = afterLetter(word, end)
    grams.push(word.slice(at, end))
  }
  return grams
}

/** What every text has that contains a phrase: all these grams, and one that begins with `prefix`. */
export interface Needed {
  grams: string[]
  /** Only for phrases that are too short to hold a gram. */
  prefix: string | null
}

/** The last word of a phrase may go on in the text: its end says nothing. @param folded what `fold` returned. */
export function gramsNeeded(folded: string): Needed {
  const words = folded.split(" ")
  const last = words.pop() ?? ""
  const whole = gramsOfWord(last).filter(gram => [...gram].length === widthAt(gram, 0))
  const grams = [...new Set([...words.flatMap(gramsOfWord), ...whole])]
  return { grams, prefix: grams.length === 0 ? last : null }
}

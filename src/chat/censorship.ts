import type { MessageContent } from "../store/messages.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { sensitiveWords } from "./settings.ts"

/** Words that messages must not show, and what becomes of a message that has one (contract: operations.md CENSORSHIP_MODE). */
export interface Censorship {
  words: readonly string[]
  refuses: boolean
}

export const censorshipOf = async (ctx: Context): Promise<Censorship> => ({
  words: await sensitiveWords(ctx),
  refuses: ctx.rules.refusesCensored,
})

/**
 * Masks every sensitive word in the text of a message, wherever it stands, with one asterisk for each character.
 * @throws ChatError INVALID_MESSAGE_FORMAT where such messages are refused.
 */
export function censored(
  messageType: string,
  content: MessageContent,
  censorship: Censorship,
): MessageContent {
  // End-to-end encrypted text shows no words, and a masked one could not be read any more.
  if (typeof content.message !== "string" || messageType === "encrypted") return content
  const message = mask(content.message, censorship)
  return message === content.message ? content : { ...content, message }
}

function mask(text: string, { words, refuses }: Censorship): string {
  if (words.length === 0) return text
  const covered = coverOf(text, letterTreeOf(words))
  if (!covered) return text
  if (refuses)
    throw new ChatError(
      "INVALID_MESSAGE_FORMAT",
      "The message has a word that is not allowed here: leave it out.",
    )
  let masked = ""
  let at = 0
  for (const character of text) {
    masked += covered[at] ? "*" : character
    at += character.length
  }
  return masked
}

/** Marks the places that words cover, even where one overlaps another; undefined when there are none. */
function coverOf(text: string, tree: Letter): Uint8Array | undefined {
  let covered: Uint8Array | undefined
  for (let at = 0, end = 0; at < text.length; at++) {
    const length = longestAt(text, at, tree)
    if (length === 0) continue
    covered ??= new Uint8Array(text.length)
    covered.fill(1, Math.max(at, end), at + length)
    end = Math.max(end, at + length)
  }
  return covered
}

/** A letter of words, with those that may follow it: going through a text costs the same for one word and for thousands. */
interface Letter {
  next: Map<string, Letter>
  endsWord: boolean
}

const trees = new WeakMap<readonly string[], Letter>()

function letterTreeOf(words: readonly string[]): Letter {
  const known = trees.get(words)
  if (known) return known
  const root: Letter = { next: new Map(), endsWord: false }
  for (const word of words) {
    let letter = root
    for (const unit of word.split("")) {
      const next = letter.next.get(unit) ?? { next: new Map(), endsWord: false }
      letter.next.set(unit, next)
      letter = next
    }
    letter.endsWord = true
  }
  trees.set(words, root)
  return root
}

/** Length of the longest word that begins here; 0 when none does. */
function longestAt(text: string, start: number, tree: Letter): number {
  let longest = 0
  let letter: Letter | undefined = tree
  for (let at = start; at < text.length; at++) {
    letter = letter.next.get(text[at] as string)
    if (!letter) break
    if (letter.endsWord) longest = at + 1 - start
  }
  return longest
}

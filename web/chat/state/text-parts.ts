/** Plain text cut into what is drawn differently. Nothing in it is ever read as markup. */
export type TextPart =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string }
  | { kind: "mention"; text: string }

const LINK = /https?:\/\/[^\s<>"“”]+/gi

/** `names`: the ids that stand in the text as `@<id>`, with the names to show for them. */
export function splitText(text: string, names: Map<string, string> = new Map()): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = trimLink(found)
    parts.push(...splitMentions(text.slice(from, index), names), { kind: "link", text: link })
    from = index + link.length
  }
  parts.push(...splitMentions(text.slice(from), names))
  return parts
}

/** A sentence's full stop, or the bracket around a link, is not part of it. */
function trimLink(link: string): string {
  const trimmed = link.replace(/[.,;:!?'’…。，、]+$/u, "")
  const isUnbalanced = trimmed.endsWith(")") && !trimmed.includes("(")
  return isUnbalanced ? trimLink(trimmed.slice(0, -1)) : trimmed
}

function splitMentions(text: string, names: Map<string, string>): TextPart[] {
  if (!text) return []
  for (const [id, name] of names) {
    const at = text.indexOf(`@${id}`)
    if (at < 0) continue
    const after = text.slice(at + id.length + 1)
    const mention: TextPart = { kind: "mention", text: `@${name}` }
    return [...splitMentions(text.slice(0, at), names), mention, ...splitMentions(after, names)]
  }
  return [{ kind: "text", text }]
}

const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s)+$/u

/** Up to three emoji and nothing else. */
export function isJumbo(text: string): boolean {
  return text.length <= 24 && EMOJI.test(text) && countSymbols(text) <= 3
}

function countSymbols(text: string): number {
  return [...new Intl.Segmenter().segment(text.replace(/\s/g, ""))].length
}

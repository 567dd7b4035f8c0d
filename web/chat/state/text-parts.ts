import { webUrl } from "./web-urls.ts"

/** Plain text cut into what is drawn differently. Nothing in it is ever read as markup. */
export type TextPart =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  /** A mail address or a telephone number. */
  | { kind: "contact"; text: string; href: string }
  | { kind: "mention"; text: string; id: string }
  | { kind: "code"; text: string }

const CODE = "```(?:[\\w+-]{0,20}\\n)?(?<code>[\\s\\S]*?)```"
const LINK = String.raw`(?<link>\b(?:https?:\/\/|www\.(?=[\p{L}\p{N}]))[^\s<>"“”]+)`
const MAIL = String.raw`(?<mail>\b[\w.+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.\p{L}{2,24})`
const PHONE = String.raw`(?<phone>(?<![\p{L}\p{N}+])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d))`

/** @param names the ids of those who are mentioned, with the names to show for them; in the text they stand as `@<id>` or `@<name>`. */
export function splitText(text: string, names: ReadonlyMap<string, string> = new Map()): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const found of text.matchAll(patternOf(names))) {
    if (found.index < from) continue
    const part = partOf(found, names)
    if (!part) continue
    const length = part.kind === "link" ? part.text.length : found[0].length
    if (found.index > from) parts.push({ kind: "text", text: text.slice(from, found.index) })
    parts.push(part)
    from = found.index + length
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) })
  return parts
}

function partOf({ 0: found, groups = {} }: RegExpExecArray, names: ReadonlyMap<string, string>) {
  const { code, link, mail, phone } = groups
  if (code !== undefined) return { kind: "code", text: code.replace(/^\n|\n$/g, "") } as const
  if (link !== undefined) return linkTo(trimLink(link))
  if (mail !== undefined) return { kind: "contact", text: mail, href: `mailto:${mail}` } as const
  if (phone !== undefined)
    return { kind: "contact", text: phone, href: `tel:${phone.replace(/[^\d+]/g, "")}` } as const
  const id = idOf(found.slice(1), names)
  return { kind: "mention", text: `@${names.get(id) || id}`, id } as const
}

function linkTo(text: string) {
  const href = webUrl(/^www\./i.test(text) ? `https://${text}` : text)
  return href === undefined ? undefined : ({ kind: "link", text, href } as const)
}

/** A sentence's full stop, or the bracket around a link, is not part of it. */
function trimLink(link: string): string {
  let end = link.length
  while (end > 0 && /[.,;:!?'’…。，、*]/u.test(link.charAt(end - 1))) end--
  const trimmed = link.slice(0, end)
  const isUnbalanced = trimmed.endsWith(")") && !trimmed.includes("(")
  return isUnbalanced ? trimLink(trimmed.slice(0, -1)) : trimmed
}

function patternOf(names: ReadonlyMap<string, string>): RegExp {
  const wanted = [...names].flat().filter(Boolean)
  const longestFirst = wanted.sort((a, b) => b.length - a.length).map(escapePattern)
  const mention = longestFirst.length > 0 ? [`@(?:${longestFirst.join("|")})(?![A-Za-z0-9_])`] : []
  return new RegExp([CODE, LINK, ...mention, MAIL, PHONE].join("|"), "giu")
}

/** Letters of a pattern stand for themselves. */
function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
}

function idOf(written: string, names: ReadonlyMap<string, string>): string {
  if (names.has(written)) return written
  const lower = written.toLowerCase()
  for (const [id, name] of names) {
    if (id.toLowerCase() === lower || name.toLowerCase() === lower) return id
  }
  return written
}

const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s)+$/u

/** Up to three emoji and nothing else. */
export function isJumbo(text: string): boolean {
  return text.length <= 64 && EMOJI.test(text) && /\S/.test(text) && countSymbols(text) <= 3
}

function countSymbols(text: string): number {
  return [...new Intl.Segmenter().segment(text.replace(/\s/g, ""))].length
}

const LONG_LETTERS = 900
const LONG_LINES = 18

/** The beginning of a long text, cut between letters; undefined when it is short enough to be shown whole. */
export function foldText(text: string): string | undefined {
  const lineEnd = endOfLine(text, LONG_LINES)
  const isLong = text.length > LONG_LETTERS * 1.25 || lineEnd !== undefined
  if (!isLong) return undefined
  const end = Math.min(LONG_LETTERS, lineEnd ?? LONG_LETTERS)
  return `${text
    .slice(0, end)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd()}…`
}

/** Where the n-th line ends, if there are more than that. */
function endOfLine(text: string, lines: number): number | undefined {
  let at = -1
  for (let n = 0; n < lines; n++) {
    at = text.indexOf("\n", at + 1)
    if (at < 0) return undefined
  }
  return at
}

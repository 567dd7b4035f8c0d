import type { Notice } from "./notice.ts"

/** Parts of a message that are dropped before anything else, in this order (contract: push.md 5). */
const large = ["extra", "template", "contents", "reply"]

/**
 * Writes a notice so that it takes at most so many bytes: what apps can fetch for themselves goes first, texts are cut last
 * and between characters. No text keeps half of a surrogate pair, which providers refuse.
 * @param write how a provider writes it.
 * @returns undefined when even the shortest form is too long.
 */
export function shorten(
  notice: Notice,
  write: (notice: Notice) => string,
  mostBytes: number,
): string | undefined {
  for (const candidate of shorterAndShorter(notice)) {
    const text = write(candidate)
    if (Buffer.byteLength(text) <= mostBytes) return text
  }
  return
}

function* shorterAndShorter(original: Notice): Generator<Notice> {
  const notice = { ...original, ...cutTexts(original, Number.POSITIVE_INFINITY) }
  yield notice
  let { payload } = notice
  for (const field of large) {
    if (!(field in payload)) continue
    const { [field]: _, ...rest } = payload
    payload = rest
    yield { ...notice, payload }
  }
  const short = { ...notice, payload: idsOf(payload), roomTags: undefined }
  yield short
  for (let longest = 512; longest >= 8; longest = Math.floor(longest / 2))
    yield { ...short, ...cutTexts(short, longest) }
}

const ids = ["_id", "id", "room", "messageType"]

const idsOf = (payload: Record<string, unknown>) =>
  Object.fromEntries(ids.filter(name => name in payload).map(name => [name, payload[name]]))

function cutTexts(notice: Notice, longest: number): Partial<Notice> {
  const { title, body, alert, localized } = notice
  return {
    title: cut(title, longest),
    body: cut(body, longest),
    ...(alert === undefined ? {} : { alert: cut(alert, longest) }),
    ...(localized
      ? { localized: { ...localized, args: localized.args.map(text => cut(text, longest)) } }
      : {}),
  }
}

const segmenter = new Intl.Segmenter()

/** Cuts between what people take for characters, never inside one. @param longest in UTF-16 units. */
export function cut(text: string, longest: number): string {
  const whole = text.toWellFormed()
  if (whole.length <= longest) return whole
  // The mark at the end takes the place of the letter that reaches to the limit.
  const end = segmenter.segment(whole).containing(longest - 1)?.index
  return `${whole.slice(0, end)}…`
}

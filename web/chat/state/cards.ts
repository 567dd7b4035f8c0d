import type { Message } from "../wire/models.ts"
import { type Loose, objectOf, wordsOf } from "./loose-values.ts"
import { textOf } from "./message-kinds.ts"

/** A card as LINE describes it: a flex layout, or one of the fixed templates. Nothing in it has been checked. */
export type Card = { kind: "flex"; contents: Loose } | { kind: "template"; template: Loose }

const TEMPLATES = new Set(["buttons", "confirm", "carousel", "image_carousel", "imagemap"])

/** The card of a message; undefined when it has none that is known. */
export function cardOf({ contents, template, extra }: Message): Card | undefined {
  for (const field of [contents, template, extra]) {
    const card = cardIn(objectOf(field))
    if (card) return card
  }
}

/** Some send the whole message of LINE, with the card inside. */
function cardIn(fields: Loose): Card | undefined {
  if (fields.type === "flex") return cardIn(objectOf(fields.contents))
  if (fields.type === "template") return cardIn(objectOf(fields.template))
  if (fields.type === "bubble") return { kind: "flex", contents: fields }
  if (fields.type === "carousel" && Array.isArray(fields.contents)) return { kind: "flex", contents: fields }
  if (!TEMPLATES.has(String(fields.type))) return undefined
  return { kind: "template", template: fields }
}

/** The words that stand for a card where there is no room for it. */
export function altTextOf(message: Message): string {
  const { contents, template, extra } = message
  const fields = [extra, contents, template].map(objectOf)
  const alt = fields.map(({ altText }) => wordsOf(altText)).find(Boolean)
  const card = cardOf(message)
  const inside = card?.kind === "template" ? [card.template.title, card.template.text].map(wordsOf) : []
  return alt || textOf(message) || inside.find(Boolean) || ""
}

export interface QuickReply {
  label: string
  picture: unknown
  action: Loose
}

const MOST_QUICK_REPLIES = 13

/** Answers that a message offers, to be chosen by one touch. */
export function quickRepliesOf(message: Message): QuickReply[] {
  const { items } = objectOf(objectOf(message.template).quickReply)
  if (!Array.isArray(items)) return []
  return items.slice(0, MOST_QUICK_REPLIES).flatMap(item => {
    const { action, imageUrl } = objectOf(item)
    const known = objectOf(action)
    const label = wordsOf(known.label) || wordsOf(known.text)
    return label ? [{ label, picture: imageUrl, action: known }] : []
  })
}

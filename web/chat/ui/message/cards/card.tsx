import { cardOf } from "../../../state/cards.ts"
import type { Message } from "../../../wire/models.ts"
import { FlexCard } from "./flex-card.tsx"
import { TemplateCard } from "./template-card.tsx"

/** The card of a message. Its code comes when the first one is shown. */
export function Card({ message }: { message: Message }) {
  const card = cardOf(message)
  if (!card) return null
  if (card.kind === "flex") return <FlexCard message={message} contents={card.contents} />
  return <TemplateCard message={message} template={card.template} />
}

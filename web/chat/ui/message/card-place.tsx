import { cardOf } from "../../state/cards.ts"
import { objectOf, wordsOf } from "../../state/loose-values.ts"
import { extraOf, textOf } from "../../state/message-kinds.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { Lazily } from "../parts/lazily.tsx"
import { Words } from "./linked-text.tsx"
import { Sticker } from "./sticker.tsx"

const loadCard = () => import("./cards/card.tsx").then(({ Card }) => Card)

/** Where a card stands. What came over from LINE may be a sticker or words instead. */
export function CardPlace({ message }: { message: Message }) {
  if (cardOf(message)) return <Lazily load={loadCard} props={{ message }} />
  const extra = extraOf(message)
  if (message.messageType === "line" && extra.type === "sticker") return <Sticker message={message} />
  const words = textOf(message) || wordsOf(extra.text) || wordsOf(objectOf(message.template).text)
  return (
    <>
      <span class="unsupported">{text.message.cardFallback}</span>
      {words && <Words words={words.slice(0, 2000)} />}
    </>
  )
}

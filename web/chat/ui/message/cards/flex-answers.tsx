import { useState } from "preact/hooks"
import { objectOf, wordsOf } from "../../../state/loose-values.ts"
import { send } from "../../../state/messages.ts"
import { text } from "../../../text/text.ts"
import { SendIcon } from "../../parts/icons.tsx"
import { useSession } from "../../use-chat.ts"
import { StarIcon } from "../icons.tsx"
import type { PartProps } from "./flex-part.tsx"

const LONGEST = 2000

/** A field whose words are sent as an answer to the card; one that was answered before shows what was said. */
export function FlexInput({ message, part, style }: PartProps) {
  const session = useSession()
  const [words, setWords] = useState(wordsOf(part.text).slice(0, LONGEST))
  const [isSent, setSent] = useState(Boolean(part.completed))
  const answer = (event: Event) => {
    event.preventDefault()
    if (isSent || message.delivery || !words.trim()) return
    setSent(true)
    send(session, message.room, { messageType: "text", message: words.trim(), reply: message._id })
  }
  return (
    <form class="flex-input" style={style} onSubmit={answer}>
      <input
        type="text"
        inputMode={part.subtype === "email" ? "email" : "text"}
        value={words}
        maxLength={LONGEST}
        readOnly={isSent}
        aria-label={wordsOf(part.placeholder) || text.message.sendAnswer}
        placeholder={wordsOf(part.placeholder)}
        onInput={event => setWords(event.currentTarget.value)}
      />
      <button type="submit" disabled={isSent || !words.trim()} aria-label={text.message.sendAnswer}>
        <SendIcon />
      </button>
    </form>
  )
}

/** A star of a rating; touching it says how many. One that was given already only shows. */
export function FlexRating({ message, part, style }: PartProps) {
  const session = useSession()
  const action = objectOf(part.action)
  const words = wordsOf(action.text).slice(0, LONGEST)
  const rate = () => send(session, message.room, { messageType: "text", message: words, reply: message._id })
  return (
    <button
      type="button"
      class={action.fill ? "flex-star filled" : "flex-star"}
      style={style}
      disabled={!words || "fill" in action || Boolean(message.delivery)}
      aria-label={words || text.message.stars(1, 1)}
      onClick={rate}
    >
      <StarIcon />
    </button>
  )
}

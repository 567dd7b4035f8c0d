import { QUICK_REACTIONS } from "../../state/reactions.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { PlusIcon } from "../timeline/icons.tsx"

interface QuickReactionsProps {
  message: Message
  me: string
  onPick(reaction: string): void
  onMore(): void
}

export function QuickReactions({ message, me, onPick, onMore }: QuickReactionsProps) {
  const mine = new Set(message.reactions?.filter(one => one.client === me).map(one => one.reaction))
  return (
    <fieldset class="quick-reactions" aria-label={text.timeline.react}>
      {QUICK_REACTIONS.map(reaction => (
        <button
          key={reaction}
          type="button"
          aria-label={text.timeline.reactWith(reaction)}
          aria-pressed={mine.has(reaction)}
          onClick={() => onPick(reaction)}
        >
          {reaction}
        </button>
      ))}
      <button type="button" aria-label={text.timeline.moreReactions} onClick={onMore}>
        <PlusIcon />
      </button>
    </fieldset>
  )
}

import { readAction } from "../../state/card-actions.ts"
import { quickRepliesOf } from "../../state/cards.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { useChat } from "../use-chat.ts"
import { ActionButton } from "./cards/acting.tsx"
import { useFileUrl } from "./use-file-url.ts"

/** Answers that the newest message of a room offers. They go when anything else is said. */
export function QuickReplies({ message }: { message: Message }) {
  const replies = quickRepliesOf(message)
  const isLast = useChat(
    state => replies.length > 0 && state.rooms.get(message.room)?.messages.at(-1)?._id === message._id,
  )
  const shown = replies.filter(({ action }) => readAction(action))
  if (!isLast || shown.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="quick-replies" role="group" aria-label={text.message.quickReplies}>
      {shown.map(({ label, picture, action }, n) => (
        <ActionButton key={n} message={message} action={action} class="quick-reply">
          <Picture address={webUrl(picture)} />
          {label.slice(0, 80)}
        </ActionButton>
      ))}
    </div>
  )
}

function Picture({ address }: { address?: string }) {
  const { url, isBroken, onError } = useFileUrl(address)
  return url && !isBroken ? <img src={url} alt="" onError={onError} /> : null
}

import { picturesOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { jumpTo } from "../../state/past.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"
import { useSession } from "../use-chat.ts"
import { Thumbnail } from "./pictures.tsx"
import { previewOf } from "./preview.ts"

interface QuoteProps {
  message: Message
  members: readonly Client[]
  me: string
}

/** The message that this one answers; a click goes there. */
export function Quote({ message: { reply, room }, members, me }: QuoteProps) {
  const session = useSession()
  if (!reply || typeof reply !== "object") return null
  const name = reply.sender?._id === me ? text.you : nameOf(reply.sender)
  const [picture] = picturesOf(reply)
  return (
    <button
      type="button"
      class="quote"
      title={text.message.jumpToQuoted(name)}
      onClick={() => void jumpTo(session, room, reply._id)}
    >
      <span class="quote-text">
        <b dir="auto">{name}</b>
        <span dir="auto">{previewOf(reply, me, members)}</span>
      </span>
      {picture && (
        <span class="quote-picture">
          <Thumbnail picture={picture} />
        </span>
      )}
    </button>
  )
}

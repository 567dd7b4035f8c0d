import type { Composing } from "../../state/chat-state.ts"
import { stopComposing } from "../../state/composing.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import { previewOf } from "../message/preview.ts"
import { CloseIcon, EditIcon } from "../parts/icons.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { ReplyIcon } from "./icons.tsx"

/** What is answered or changed, above the field. */
export function ModeBar({
  composing: { kind, message },
  onCancel,
}: {
  composing: Composing
  onCancel(): void
}) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const isEdit = kind === "edit"
  const isOwn = message.sender._id === me
  const title = isOwn ? text.composer.replyingToYourself : text.composer.replyingTo(nameOf(message.sender))
  return (
    <div class="composer-mode">
      {isEdit ? <EditIcon /> : <ReplyIcon />}
      <span class="composer-mode-text">
        <b dir="auto">{isEdit ? text.editing : title}</b>
        <span dir="auto">{previewOf(message, me)}</span>
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={isEdit ? text.cancelEdit : text.composer.cancelReply}
        onClick={() => {
          stopComposing(session, message.room)
          onCancel()
        }}
      >
        <CloseIcon />
      </button>
    </div>
  )
}

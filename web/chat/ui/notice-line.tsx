import { change } from "../state/session.ts"
import { text } from "../text/text.ts"
import { AlertIcon, CloseIcon } from "./parts/icons.tsx"
import { useChat, useSession } from "./use-chat.ts"

/** What went wrong with the last change, until it is dismissed. */
export function NoticeLine() {
  const session = useSession()
  const notice = useChat(state => state.notice)
  if (!notice) return null
  return (
    <div class="notice-line" role="alert">
      <AlertIcon />
      <span>{notice}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={text.dismiss}
        onClick={() => change(session, { notice: undefined })}
      >
        <CloseIcon />
      </button>
    </div>
  )
}

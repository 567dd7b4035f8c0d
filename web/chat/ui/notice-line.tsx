import { change } from "../state/session.ts"
import { AlertIcon, CloseIcon } from "./icons.tsx"
import { text } from "./text.ts"
import { useChat, useSession } from "./use-chat.ts"

/** What went wrong with the last change, until it is dismissed. */
export function NoticeLine() {
  const session = useSession()
  const notice = useChat(state => state.notice)
  if (!notice) return null
  return (
    <div class="notice-line" role="alert">
      <AlertIcon />
      <span>{text[notice]}</span>
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

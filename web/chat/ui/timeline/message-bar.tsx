import { startReply } from "../../state/composing.ts"
import { rightsTo } from "../../state/message-rights.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { MoreIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { ReactIcon, ReplyIcon } from "./icons.tsx"
import type { Stage } from "./use-stage.ts"

interface MessageBarProps {
  message: Message
  room: RoomView
  me: string
  stage: Stage
}

/** What is done most, beside the message that the pointer or the focus is at. */
export function MessageBar({ message, room, me, stage }: MessageBarProps) {
  const session = useSession()
  const rights = rightsTo(message, room, me)
  const open = ({ currentTarget }: { currentTarget: Element }) =>
    stage.openMenu(message, currentTarget.getBoundingClientRect())
  return (
    <span class="message-bar">
      {rights.react && (
        <button
          type="button"
          aria-label={text.timeline.react}
          title={text.timeline.react}
          aria-haspopup="dialog"
          onClick={open}
        >
          <ReactIcon />
        </button>
      )}
      {rights.reply && (
        <button
          type="button"
          aria-label={text.timeline.reply}
          title={text.timeline.reply}
          onClick={() => startReply(session, message)}
        >
          <ReplyIcon />
        </button>
      )}
      <button
        type="button"
        aria-label={text.messageMenu}
        title={text.messageMenu}
        aria-haspopup="dialog"
        onClick={open}
      >
        <MoreIcon />
      </button>
    </span>
  )
}

import { useState } from "preact/hooks"
import { deleteForMe } from "../../state/own-deletions.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { EmojiPicker } from "../composer/emoji-picker.tsx"
import { CloseIcon } from "../parts/icons.tsx"
import { ACTS, type Act, isAllowed, perform, react } from "../timeline/message-acts.ts"
import type { Question, Stage } from "../timeline/use-stage.ts"
import { useChat, useSession } from "../use-chat.ts"
import { ActButton, LOOKS, MenuButton } from "./menu-button.tsx"
import { QuickReactions } from "./quick-reactions.tsx"
import { moveMenuFocus, useMenuFrame } from "./use-menu-frame.ts"

interface MessageMenuProps {
  room: RoomView
  message: Message
  stage: Stage
  /** Where it opens; the message itself unless given. */
  at?: DOMRect
  question?: Question
  onClose(): void
}

/** What can be done with a message: beside it, or on a phone at the lower edge. */
export function MessageMenu({ room, message, stage, at, question: first, onClose }: MessageMenuProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [question, setQuestion] = useState<Question | "emoji" | undefined>(first)
  const frame = useMenuFrame(message._id, at, onClose)
  const close = (act: () => void) => {
    onClose()
    act()
  }
  const choose = (act: Act) => {
    if (act === "recall" || act === "remove") setQuestion(act)
    else close(() => perform(session, stage, act, message))
  }
  const give = (reaction: string) => close(() => react(session, message, reaction))
  const answers: Record<Question, { label: string; act(): Promise<unknown> }> = {
    recall: {
      label: text.recallForAll,
      act: () => attempt(session, text.recallFailed, () => session.client.recall(room._id, message._id)),
    },
    remove: {
      label: text.timeline.removeSure,
      act: () =>
        attempt(session, text.timeline.removeFailed, () => deleteForMe(session, room._id, [message._id])),
    },
  }
  return (
    <dialog
      ref={frame}
      class="message-menu"
      aria-label={text.messageMenu}
      onClose={onClose}
      onClick={event => event.target === frame.current && onClose()}
      onKeyDown={event => moveMenuFocus(event, frame.current)}
    >
      {question === "emoji" && <EmojiPicker onPick={give} />}
      {question === undefined && (
        <>
          {isAllowed("reply", message, room, me) && (
            <QuickReactions message={message} me={me} onPick={give} onMore={() => setQuestion("emoji")} />
          )}
          <div class="message-menu-items" role="menu" aria-label={text.messageMenu}>
            {ACTS.filter(act => isAllowed(act, message, room, me)).map(act => (
              <ActButton key={act} act={act} message={message} onChoose={choose} />
            ))}
          </div>
        </>
      )}
      {(question === "recall" || question === "remove") && (
        <div class="message-menu-items" role="menu" aria-label={answers[question].label}>
          <MenuButton
            label={answers[question].label}
            icon={LOOKS[question].icon}
            isDanger
            onClick={() => close(() => void answers[question].act())}
          />
          <MenuButton label={text.keep} icon={<CloseIcon />} onClick={onClose} />
        </div>
      )}
    </dialog>
  )
}

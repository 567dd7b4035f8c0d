import { useEffect, useRef, useState } from "preact/hooks"
import type { ChosenFile } from "../../state/chosen-files.ts"
import { startEdit } from "../../state/composing.ts"
import { lastOwnText } from "../../state/messages.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"
import { AttachMenu } from "./attach-menu.tsx"
import { ChosenStrip } from "./chosen-strip.tsx"
import { DropVeil } from "./drop-veil.tsx"
import { ExpressionsButton } from "./expressions-button.tsx"
import { Field } from "./field.tsx"
import { MentionList } from "./mention-list.tsx"
import { ModeBar } from "./mode-bar.tsx"
import { RecorderLine } from "./recorder-line.tsx"
import { SendButton } from "./send-button.tsx"
import { submit } from "./submit.ts"
import { useCaret } from "./use-caret.ts"
import { useChoose } from "./use-choose.ts"
import { useMentions } from "./use-mentions.ts"
import { useSharing } from "./use-sharing.ts"
import { useTyping } from "./use-typing.ts"
import { useWritten } from "./use-written.ts"

const NO_FILES: readonly ChosenFile[] = []

export function ComposerForm({ room }: { room: RoomView }) {
  const session = useSession()
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const { written, composing, edited, write, clear } = useWritten(room)
  const { put, insert } = useCaret(field, write)
  const mentions = useMentions({ room, written, put })
  const chosen = useChat(state => state.chosen[room._id] ?? NO_FILES)
  const choose = useChoose(room._id)
  const sharing = useSharing()
  const type = useTyping(room._id)
  const [isRecording, setRecording] = useState(false)
  const hasFiles = chosen.length > 0 && !edited
  const isEmpty = !written.words.trim() && !hasFiles

  const focus = () => field.current?.focus()
  const isOpened = useRef(false)
  useEffect(() => {
    // On a phone the keyboard comes only when it is called for.
    if ((composing && isOpened.current) || matchMedia("(hover: hover)").matches) focus()
    isOpened.current = true
  }, [composing?.kind, composing?.message._id, isRecording])

  const send = () => {
    if (isEmpty) return
    submit(session, room, { written, composing, hasFiles })
    mentions.close()
    if (!edited) clear()
    focus()
  }
  const addFiles = (files: readonly File[]) => {
    focus()
    void choose(files)
  }
  const editLast = () => {
    const own = !composing && !hasFiles && lastOwnText(session, room._id)
    if (own) startEdit(session, own)
    return Boolean(own)
  }
  const takesFiles = sharing.allowsFiles && !edited
  const onSubmit = (event: Event) => {
    event.preventDefault()
    send()
  }

  return (
    <>
      {takesFiles && <DropVeil within={form} onDrop={addFiles} />}
      <form ref={form} class="composer" onSubmit={onSubmit}>
        <MentionList room={room} {...mentions} onChoose={mentions.choose} />
        {composing && <ModeBar composing={composing} onCancel={focus} />}
        {hasFiles && <ChosenStrip roomId={room._id} chosen={chosen} onEmpty={focus} />}
        {isRecording ? (
          <RecorderLine roomId={room._id} onEnd={() => setRecording(false)} />
        ) : (
          <div class="composer-line">
            {takesFiles && <AttachMenu roomId={room._id} onFiles={addFiles} />}
            <Field
              field={field}
              words={written.words}
              label={edited ? text.editing : text.placeholder}
              placeholder={hasFiles ? text.composer.addCaption : text.placeholder}
              mentions={mentions}
              onWrite={words => {
                write({ ...written, words })
                if (words && !edited) type()
              }}
              onSend={send}
              onBack={editLast}
              onFiles={takesFiles ? addFiles : undefined}
            />
            <ExpressionsButton roomId={room._id} onEmoji={emoji => insert(written, emoji)} onClosed={focus} />
            <SendButton
              isEdit={edited !== undefined}
              isEmpty={isEmpty}
              onRecord={sharing.allowsVoice ? () => setRecording(true) : undefined}
            />
          </div>
        )}
      </form>
    </>
  )
}

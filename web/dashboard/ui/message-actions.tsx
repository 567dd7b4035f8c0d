import { useState } from "preact/hooks"
import type { Message } from "../wire/chat.ts"
import { Confirm } from "./confirm.tsx"
import { useAct, useDesk } from "./desk.ts"
import { ExplanationDialog } from "./explanation.tsx"

interface MessageActionsProps {
  message: Message
  changed(): void
}

export function MessageActions({ message, changed }: MessageActionsProps) {
  const { api, words, tell } = useDesk()
  const act = useAct()
  const { messages } = words
  const [step, setStep] = useState<"delete" | "why">()
  const close = () => setStep(undefined)
  const toggle = async () => {
    const hidden = !message.isHidden
    const done = hidden ? messages.hideDone : messages.unhideDone
    if (await act(() => api.hideMessage(message._id, hidden), done)) changed()
  }
  return (
    <div class="message-actions">
      <button type="button" class="button quiet" onClick={toggle}>
        {message.isHidden ? messages.unhide : messages.hide}
      </button>
      <button type="button" class="button quiet" onClick={() => setStep("why")}>
        {messages.why}
      </button>
      <button type="button" class="button quiet bad" onClick={() => setStep("delete")}>
        {words.act.delete}
      </button>
      {step === "why" && <ExplanationDialog id={message._id} onClose={close} />}
      {step === "delete" && (
        <Confirm
          title={messages.delete}
          sentence={messages.deleteHint}
          label={words.act.delete}
          onClose={close}
          action={async () => {
            await api.deleteMessage(message._id)
            close()
            tell({ sentence: words.done.deleted })
            changed()
          }}
        />
      )}
    </div>
  )
}

import { useState } from "preact/hooks"
import { REASONS, type Reason, type Report, sendReport } from "../../state/reports.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"
import { Dialog } from "./dialog.tsx"
import { useAsking } from "./use-asking.ts"

interface ReportDialogProps {
  title: string
  about: Pick<Report, "client" | "message">
  onClose(): void
}

/** Why something or somebody should be looked at by the operators. */
export function ReportDialog({ title, about, onClose }: ReportDialogProps) {
  const session = useSession()
  const [reason, setReason] = useState<Reason>("spam")
  const [words, setWords] = useState("")
  const [isSent, setSent] = useState(false)
  const { isBusy, failure, ask } = useAsking(text.report.failed)
  const report = { ...about, reason, ...(words.trim() ? { text: words.trim() } : {}) }
  if (isSent) {
    return (
      <Dialog title={title} onClose={onClose}>
        <p role="status">{text.report.sent}</p>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>
            {text.report.done}
          </button>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="report-form"
        onSubmit={event => {
          event.preventDefault()
          void ask(
            () => sendReport(session, report),
            () => setSent(true),
          )
        }}
      >
        <fieldset>
          <legend>{text.report.reason}</legend>
          {REASONS.map(one => (
            <label key={one} class="choice">
              <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
              {text.report.reasons[one]}
            </label>
          ))}
        </fieldset>
        <label>
          {text.report.words}
          <textarea
            class="field"
            rows={3}
            maxLength={1000}
            dir="auto"
            value={words}
            onInput={event => setWords(event.currentTarget.value)}
          />
        </label>
        {failure && (
          <p class="failure" role="alert">
            {failure}
          </p>
        )}
        <div class="dialog-acts">
          <button type="button" class="button plain" onClick={onClose}>
            {text.room.cancel}
          </button>
          <button type="submit" class="button" disabled={isBusy}>
            {text.report.send}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

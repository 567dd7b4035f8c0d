import { nameOf } from "../state/names.ts"
import type { Report } from "../wire/chat.ts"
import { At } from "./at.tsx"
import { Person } from "./avatar.tsx"
import { useDesk } from "./desk.ts"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { MessageItem } from "./message-item.tsx"
import { Pill } from "./pill.tsx"

interface ReportItemProps {
  report: Report
  changed(): void
}

/** What was reported, by whom, and what becomes of it. */
export function ReportItem({ report, changed }: ReportItemProps) {
  const { words } = useDesk()
  const { reports, messages } = words
  const { reporter, message, messageId, client, reason, text, createdAt } = report
  return (
    <article class="card report" aria-label={reports.by(nameOf(reporter))}>
      <header class="report-head">
        <Pill mood="bad">{reports.reasons[reason] ?? reason}</Pill>
        <span>{reports.by(nameOf(reporter))}</span>
        <span class="muted small">
          <At ms={createdAt} />
        </span>
      </header>
      {text && <blockquote class="message-text">{text}</blockquote>}
      {message && (
        <ul class="list messages">
          <MessageItem message={{ ...message, roomName: report.room?.name }} withRoom changed={changed} />
        </ul>
      )}
      {messageId && !message && <p class="empty">{messages.gone}</p>}
      {client && !message && (
        <div class="report-client">
          <span class="muted">{reports.about}</span> <Person client={client} />
        </div>
      )}
      <ReportEnd report={report} changed={changed} />
    </article>
  )
}

function ReportEnd({ report, changed }: ReportItemProps) {
  const { api, words, tell } = useDesk()
  const { reports, done } = words
  const { _id, state, note = "", closedBy, closedAt } = report
  const next = state === "open" ? "closed" : "open"
  return (
    <>
      {state === "closed" && (
        <p class="muted">
          {closedBy && reports.closedBy(closedBy)} {closedAt && <At ms={closedAt} />}
          {note && <span class="block">{note}</span>}
        </p>
      )}
      <Form
        label={state === "open" ? reports.close : reports.reopen}
        inline
        action={async ({ note: given = note }) => {
          await api.saveReport(_id, next, given)
          tell({ sentence: done.saved })
          changed()
        }}
      >
        {state === "open" && <Field name="note" label={reports.note} hint={reports.noteHint} value={note} />}
      </Form>
    </>
  )
}

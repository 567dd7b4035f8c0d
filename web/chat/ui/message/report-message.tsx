import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { ReportDialog } from "../parts/report-dialog.tsx"

export function ReportMessage({ message, onClose }: { message: Message; onClose(): void }) {
  return <ReportDialog title={text.timeline.reportTitle} about={{ message: message._id }} onClose={onClose} />
}

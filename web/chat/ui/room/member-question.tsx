import { removeMember } from "../../state/members.ts"
import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Client, Room } from "../../wire/models.ts"
import { Confirm } from "../parts/confirm.tsx"
import { ReportDialog } from "../parts/report-dialog.tsx"
import { useSession } from "../use-chat.ts"

interface MemberQuestionProps {
  question: "remove" | "report"
  room: Room
  member: Client
  onClose(): void
}

/** What is asked before something is done about a member. */
export function MemberQuestion({ question, room, member, onClose }: MemberQuestionProps) {
  const session = useSession()
  const name = nameOf(member)
  if (question === "report") {
    return <ReportDialog title={text.report.titleOf(name)} about={{ client: member._id }} onClose={onClose} />
  }
  return (
    <Confirm
      title={text.room.remove}
      words={text.room.removeSure(name)}
      yes={text.room.remove}
      act={() => removeMember(session, room._id, member._id)}
      onClose={onClose}
    />
  )
}

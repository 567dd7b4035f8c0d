import { useState } from "preact/hooks"
import { blockOf, setBlocked } from "../../state/blocks.ts"
import { deleteRoom } from "../../state/members.ts"
import { nameOf, peerIn } from "../../state/names.ts"
import { may } from "../../state/rights.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { LeaveIcon } from "../list/icons.tsx"
import { Confirm } from "../parts/confirm.tsx"
import { ReportDialog } from "../parts/report-dialog.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { useChat, useSession } from "../use-chat.ts"
import { BanIcon, FlagIcon, TrashIcon } from "./icons.tsx"
import { LeaveDialog } from "./leave-dialog.tsx"

type Question = "block" | "report" | "leave" | "delete"

/** What ends something: blocking, reporting, leaving, deleting. */
export function Danger({ room }: { room: Room }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [question, setQuestion] = useState<Question>()
  const { isBusy, failure, ask } = useAsking()
  const peer = peerIn(room, me)
  const { isMine } = blockOf(room)
  const words = text.room
  const row = (icon: preact.ComponentChild, label: string, onClick: () => void) => (
    <button type="button" class="panel-row danger" disabled={isBusy} onClick={onClick}>
      <span>
        {icon}
        {label}
      </span>
    </button>
  )
  return (
    <section class="panel-part">
      {peer &&
        (isMine
          ? row(<BanIcon />, words.unblock, () => ask(() => setBlocked(session, peer._id, false)))
          : row(<BanIcon />, words.block, () => setQuestion("block")))}
      {peer && row(<FlagIcon />, words.report, () => setQuestion("report"))}
      {may("leave", room, me) && row(<LeaveIcon />, words.leave, () => setQuestion("leave"))}
      {may("destroy", room, me) && row(<TrashIcon />, words.delete, () => setQuestion("delete"))}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {question && <Asked question={question} room={room} onClose={() => setQuestion(undefined)} />}
    </section>
  )
}

interface AskedProps {
  question: Question
  room: Room
  onClose(): void
}

function Asked({ question, room, onClose }: AskedProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const peer = peerIn(room, me)
  const words = text.room
  if (question === "leave") return <LeaveDialog room={room} onClose={onClose} />
  if (question === "delete") {
    const act = () => deleteRoom(session, room._id)
    return (
      <Confirm title={words.delete} words={words.deleteSure} yes={words.delete} act={act} onClose={onClose} />
    )
  }
  if (!peer) return null
  const name = nameOf(peer)
  if (question === "report")
    return <ReportDialog title={text.report.titleOf(name)} about={{ client: peer._id }} onClose={onClose} />
  const act = () => setBlocked(session, peer._id, true)
  return (
    <Confirm
      title={words.block}
      words={words.blockSure(name)}
      yes={words.block}
      act={act}
      onClose={onClose}
    />
  )
}

import type { ComponentChild } from "preact"
import { countReaders } from "../../state/receipts.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { PendingIcon, ReadIcon, SentIcon } from "../parts/icons.tsx"

interface ReceiptProps {
  room: RoomView
  message: Message
  me: string
}

/** How far an own message has come: on its way, stored, read; in a group also by how many. */
export function Receipt({ room, message, me }: ReceiptProps) {
  if (message.delivery === "refused") return null
  if (message.delivery) return <Tick label={text.sending} icon={<PendingIcon />} />
  const readers = countReaders(room, message, me)
  const others = room.members.length - 1
  if (!readers) return <Tick label={text.sent} icon={<SentIcon />} />
  return (
    <Tick label={text.read(readers, others)} icon={<ReadIcon />} count={others > 1 ? readers : undefined} />
  )
}

function Tick({ label, icon, count }: { label: string; icon: ComponentChild; count?: number }) {
  return (
    <span class="tick" role="img" aria-label={label} title={label}>
      {count !== undefined && <span class="tick-count">{count}</span>}
      {icon}
    </span>
  )
}

import { nameOf } from "../../state/names.ts"
import { readingOf } from "../../state/receipts.ts"
import { text } from "../../text/text.ts"
import type { Client, Message, RoomView } from "../../wire/models.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { ReadIcon, SentIcon } from "../parts/icons.tsx"
import { useChat } from "../use-chat.ts"

interface ReceiptsDialogProps {
  room: RoomView
  message: Message
  onClose(): void
}

/** Who has read a message, and who has not; as it changes. */
export function ReceiptsDialog({ room, message, onClose }: ReceiptsDialogProps) {
  const me = useChat(state => state.me._id)
  const { read, unread } = readingOf(room, message, me)
  return (
    <Dialog title={text.timeline.info} onClose={onClose}>
      <People title={text.timeline.readBy} icon={<ReadIcon />} people={read} />
      {unread.length > 0 && <People title={text.timeline.notYet} icon={<SentIcon />} people={unread} />}
    </Dialog>
  )
}

interface PeopleProps {
  title: string
  icon: preact.ComponentChild
  people: readonly Client[]
}

function People({ title, icon, people }: PeopleProps) {
  return (
    <section class="people" aria-label={title}>
      <h3>
        {icon}
        {title}
        <span class="people-count">{people.length}</span>
      </h3>
      {people.length === 0 && <p class="people-none">{text.timeline.nobody}</p>}
      <ul>
        {people.map(one => (
          <li key={one._id} class="person">
            <ClientAvatar client={one} size="small" />
            <span dir="auto">{nameOf(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

import { nameOf } from "../../state/names.ts"
import { reactionsTo } from "../../state/reactions.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { useChat } from "../use-chat.ts"

interface ReactionsDialogProps {
  room: RoomView
  message: Message
  onClose(): void
}

/** Who has reacted, and how. */
export function ReactionsDialog({ room, message, onClose }: ReactionsDialogProps) {
  const me = useChat(state => state.me._id)
  const members = new Map(room.members.map(member => [member._id, member]))
  const given = reactionsTo(message, me).flatMap(({ reaction, clients }) =>
    clients.map(id => ({ reaction, client: members.get(id) ?? { _id: id } })),
  )
  return (
    <Dialog title={text.timeline.reactions} onClose={onClose}>
      {given.length === 0 && <p class="people-none">{text.timeline.nobody}</p>}
      <ul class="people">
        {given.map(({ reaction, client }) => (
          <li key={`${client._id} ${reaction}`} class="person">
            <ClientAvatar client={client} size="small" />
            <span dir="auto">{client._id === me ? text.you : nameOf(client)}</span>
            <span class="person-reaction">{reaction}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

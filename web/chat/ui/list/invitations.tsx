import { useState } from "preact/hooks"
import { accept, decline } from "../../state/invitations.ts"
import { nameOf, roomName } from "../../state/names.ts"
import { openRoom } from "../../state/open-room.ts"
import { ask } from "../../state/refusals.ts"
import { text } from "../../text/text.ts"
import type { Invitation, Room } from "../../wire/models.ts"
import { RoomAvatar } from "../parts/avatar.tsx"
import { useChat, useSession } from "../use-chat.ts"

/** What the user is invited to, above everything else until it is answered. */
export function Invitations() {
  const invitations = useChat(state => state.invitations)
  if (invitations.length === 0) return null
  return (
    <section class="invitations" aria-label={text.list.invitations}>
      <h2>
        {text.list.invitations} <span class="badge">{invitations.length}</span>
      </h2>
      <ul>
        {invitations.map(invitation => (
          <InvitationRow key={invitation.room._id} invitation={invitation} />
        ))}
      </ul>
    </section>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [isBusy, setBusy] = useState(false)
  const room = { ...invitation.room, members: membersOf(invitation.room) } as Room
  const name = roomName(room, me) || text.unnamedRoom
  const answer = async (failure: string, act: () => Promise<unknown>) => {
    setBusy(true)
    const isDone = await ask(session, failure, act)
    if (!isDone) setBusy(false)
  }
  const enter = async () => {
    await openRoom(session, await accept(session, invitation))
  }
  return (
    <li class="invitation">
      <RoomAvatar room={room} me={me} size="small" />
      <span class="invitation-text">
        <b dir="auto">{name}</b>
        <span dir="auto">{text.list.invitedBy(nameOf(invitation.inviter))}</span>
      </span>
      <span class="invitation-acts">
        <button
          type="button"
          class="button small"
          disabled={isBusy}
          aria-label={text.list.acceptTo(name)}
          onClick={() => answer(text.list.acceptFailed, enter)}
        >
          {text.list.accept}
        </button>
        <button
          type="button"
          class="button small plain"
          disabled={isBusy}
          aria-label={text.list.declineTo(name)}
          onClick={() => answer(text.list.declineFailed, () => decline(session, invitation))}
        >
          {text.list.decline}
        </button>
      </span>
    </li>
  )
}

const membersOf = ({ members }: Invitation["room"]) => (Array.isArray(members) ? members : [])

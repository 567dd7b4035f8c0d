import { useEffect, useState } from "preact/hooks"
import { listPending, withdraw } from "../../state/invitations.ts"
import { nameOf } from "../../state/names.ts"
import { may } from "../../state/rights.ts"
import { text } from "../../text/text.ts"
import type { Client, Invitation, Room } from "../../wire/models.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { CloseIcon } from "../parts/icons.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { useChat, useSession } from "../use-chat.ts"

interface PendingInvitationsProps {
  room: Room
  /** Rises with every invitation that was made here. */
  round: number
}

/** Who is invited and has not come yet. Nobody is told of invitations to others: they are looked up as the room changes. */
export function PendingInvitations({ room, round }: PendingInvitationsProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [pending, setPending] = useState<readonly Invitation[]>([])
  const { isBusy, failure, ask } = useAsking()
  useEffect(() => {
    let isCurrent = true
    listPending(session, room._id).then(
      list => isCurrent && setPending(list),
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [session, room._id, room.members, round])
  if (pending.length === 0) return null
  const cancel = (id: string) =>
    ask(async () => {
      setPending(await withdraw(session, room._id, id))
    })
  return (
    <section class="panel-part">
      <h3>
        {text.room.pending} <small>{pending.length}</small>
      </h3>
      <ul class="people" aria-label={text.room.pending}>
        {pending.map(({ _id, invitee = nobody }) => (
          <li key={_id} class="member-row">
            <ClientAvatar client={invitee} size="small" />
            <span class="person-name" dir="auto">
              {nameOf(invitee)}
            </span>
            {may("withdraw", room, me) && (
              <button
                type="button"
                class="icon-button"
                disabled={isBusy}
                aria-label={text.room.cancelInvitation(nameOf(invitee))}
                onClick={() => cancel(invitee._id)}
              >
                <CloseIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </section>
  )
}

const nobody: Client = { _id: "" }

import { useState } from "preact/hooks"
import { openDirect } from "../../state/new-rooms.ts"
import { openRoom } from "../../state/open-room.ts"
import { text } from "../../text/text.ts"
import type { Client } from "../../wire/models.ts"
import { Dialog } from "../parts/dialog.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { PeoplePicker } from "../people/people-picker.tsx"
import { useSession } from "../use-chat.ts"
import { PeopleIcon } from "./icons.tsx"
import { NewGroup } from "./new-group.tsx"

/** Somebody to write to, or a group to make. */
export function NewConversation({ onClose }: { onClose(): void }) {
  const session = useSession()
  const [isGroup, setGroup] = useState(false)
  const { isBusy, failure, ask } = useAsking(text.newRoom.failed)
  const write = ({ _id }: Client) =>
    void (isBusy || ask(async () => openRoom(session, await openDirect(session, _id)), onClose))
  return (
    <Dialog title={isGroup ? text.newRoom.group : text.newRoom.title} onClose={onClose}>
      {isGroup ? (
        <NewGroup onClose={onClose} />
      ) : (
        <>
          <button type="button" class="person-row new-group" onClick={() => setGroup(true)}>
            <span class="avatar avatar-small avatar-square tint-3" aria-hidden="true">
              <PeopleIcon />
            </span>
            <span class="person-name">{text.newRoom.group}</span>
          </button>
          <h3>{text.newRoom.direct}</h3>
          {failure && (
            <p class="failure" role="alert">
              {failure}
            </p>
          )}
          <PeoplePicker onPick={write} />
        </>
      )}
    </Dialog>
  )
}

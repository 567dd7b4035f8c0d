import { useMemo, useState } from "preact/hooks"
import { addMembers } from "../../state/members.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Switch } from "../parts/switch.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { PeoplePicker, PickedPeople } from "../people/people-picker.tsx"
import { usePicked } from "../people/use-picked.ts"
import { useSession } from "../use-chat.ts"

interface AddMembersProps {
  room: Room
  onAdded(): void
  onClose(): void
}

/** People who come into the room at once, or are asked first. */
export function AddMembers({ room, onAdded, onClose }: AddMembersProps) {
  const session = useSession()
  const { people, ids, toggle } = usePicked()
  const [isInvited, setInvited] = useState(false)
  const { isBusy, failure, ask } = useAsking()
  const without = useMemo(() => new Set(room.members.map(({ _id }) => _id)), [room.members])
  const add = async () => {
    await addMembers(session, room._id, [...ids], isInvited)
    onAdded()
  }
  return (
    <Dialog title={text.room.addMembers} onClose={onClose}>
      <PickedPeople people={people} onDrop={toggle} />
      <PeoplePicker picked={ids} without={without} onPick={toggle} />
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-acts sticky">
        <Switch
          label={text.room.askFirst}
          hint={text.room.askFirstHint}
          isOn={isInvited}
          onChange={setInvited}
        />
        <button
          type="button"
          class="button"
          disabled={people.length === 0 || isBusy}
          onClick={() => ask(add, onClose)}
        >
          {isInvited ? text.room.invite : text.room.add}
        </button>
      </div>
    </Dialog>
  )
}

import { useState } from "preact/hooks"
import { makeGroup } from "../../state/new-rooms.ts"
import { openRoom } from "../../state/open-room.ts"
import { text } from "../../text/text.ts"
import { useAsking } from "../parts/use-asking.ts"
import { PeoplePicker, PickedPeople } from "../people/people-picker.tsx"
import { usePicked } from "../people/use-picked.ts"
import { PictureField } from "../room/picture-field.tsx"
import { useSession } from "../use-chat.ts"

/** A name, perhaps a picture, and who is in it. */
export function NewGroup({ onClose }: { onClose(): void }) {
  const session = useSession()
  const [name, setName] = useState("")
  const [cover, setCover] = useState("")
  const { people, ids, toggle } = usePicked()
  const { isBusy, failure, ask } = useAsking(text.newRoom.failed)
  const create = async () =>
    openRoom(session, await makeGroup(session, { name: name.trim(), cover }, [...ids]))
  return (
    <form
      class="new-group-form"
      onSubmit={event => {
        event.preventDefault()
        if (name.trim() && !isBusy) void ask(create, onClose)
      }}
    >
      <div class="new-group-head">
        <PictureField
          id={name}
          name={name}
          picture={cover}
          shape="square"
          onPicture={async url => setCover(url)}
        />
        <input
          class="field"
          type="text"
          maxLength={100}
          dir="auto"
          value={name}
          placeholder={text.newRoom.name}
          aria-label={text.newRoom.name}
          // biome-ignore lint/a11y/noAutofocus: the window was opened to write it
          autoFocus
          onInput={event => setName(event.currentTarget.value)}
        />
      </div>
      <PickedPeople people={people} onDrop={toggle} />
      <PeoplePicker picked={ids} onPick={toggle} />
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-acts sticky">
        <button type="submit" class="button" disabled={!name.trim() || isBusy}>
          {text.newRoom.create}
        </button>
      </div>
    </form>
  )
}

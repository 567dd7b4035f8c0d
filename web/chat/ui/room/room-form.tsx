import { useState } from "preact/hooks"
import { describeRoom } from "../../state/members.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { useAsking } from "../parts/use-asking.ts"
import { useSession } from "../use-chat.ts"

export function RoomForm({ room, onClose }: { room: Room; onClose(): void }) {
  const session = useSession()
  const [name, setName] = useState(room.name ?? "")
  const [description, setDescription] = useState(room.description ?? "")
  const { isBusy, failure, ask } = useAsking()
  const save = () => describeRoom(session, room._id, { name: name.trim(), description: description.trim() })
  return (
    <form
      class="room-form"
      onSubmit={event => {
        event.preventDefault()
        void ask(save, onClose)
      }}
    >
      <label>
        {text.room.name}
        <input
          class="field"
          type="text"
          maxLength={100}
          dir="auto"
          value={name}
          // biome-ignore lint/a11y/noAutofocus: the form was opened to be written in
          autoFocus
          onInput={event => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        {text.room.description}
        <textarea
          class="field"
          rows={3}
          maxLength={2000}
          dir="auto"
          value={description}
          onInput={event => setDescription(event.currentTarget.value)}
        />
      </label>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-acts">
        <button type="button" class="button plain" onClick={onClose}>
          {text.room.cancel}
        </button>
        <button type="submit" class="button" disabled={isBusy}>
          {text.room.save}
        </button>
      </div>
    </form>
  )
}

import { useState } from "preact/hooks"
import { folderOf, tagColour, tagsOf } from "../../state/labels.ts"
import { prefOf, setPref } from "../../state/room-prefs.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { FolderIcon } from "../list/icons.tsx"
import { LabelFields } from "../list/label-fields.tsx"
import { TagDot } from "../list/tag-dots.tsx"
import { Switch } from "../parts/switch.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { useSession } from "../use-chat.ts"

/** How the room is for this user alone. */
export function RoomSettings({ room }: { room: Room }) {
  const session = useSession()
  const [isLabelling, setLabelling] = useState(false)
  const { failure, ask } = useAsking()
  const set = (changes: Parameters<typeof setPref>[2]) => ask(() => setPref(session, room._id, changes))
  return (
    <section class="panel-part" aria-label={text.room.settings}>
      <Switch label={text.room.pushes} isOn={!room.muted} onChange={isOn => set({ muted: !isOn })} />
      <Switch
        label={text.room.pinned}
        isOn={Boolean(prefOf(room).sticky)}
        onChange={sticky => set({ sticky })}
      />
      <button
        type="button"
        class="panel-row"
        aria-expanded={isLabelling}
        onClick={() => setLabelling(!isLabelling)}
      >
        <span>{text.room.labels}</span>
        <Labels room={room} />
      </button>
      {isLabelling && <LabelFields room={room} />}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </section>
  )
}

function Labels({ room }: { room: Room }) {
  const folder = folderOf(room)
  const tags = tagsOf(room)
  if (!folder && tags.length === 0) return <span class="panel-value">{text.room.noLabels}</span>
  return (
    <span class="panel-value">
      {folder && (
        <span class="label" dir="auto">
          <FolderIcon />
          {folder}
        </span>
      )}
      {tags.map(tag => (
        <span key={tag} class="label" dir="auto">
          <TagDot tag={tag} colour={tagColour(room, tag)} />
          {tag}
        </span>
      ))}
    </span>
  )
}

import { folderOf, type Label, listLabels, putInFolder, setTags, tagsOf } from "../../state/labels.ts"
import { prefOf } from "../../state/room-prefs.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { useAsking } from "../parts/use-asking.ts"
import { useChat, useSession } from "../use-chat.ts"
import { AddLabel } from "./add-label.tsx"
import { FolderIcon } from "./icons.tsx"
import { TagDot } from "./tag-dots.tsx"

/** Every change is kept at once. */
export function LabelFields({ room }: { room: Room }) {
  const session = useSession()
  const rooms = useChat(state => state.rooms)
  const { failure, ask } = useAsking(text.labels.failed)
  const labels = listLabels(rooms.values())
  const folder = folderOf(room)
  const tags = tagsOf(room)
  const colours = prefOf(room).tagColors ?? {}

  const toggleTag = ({ name, colour }: Pick<Label, "name" | "colour">) => {
    const has = tags.includes(name)
    const next = has ? tags.filter(tag => tag !== name) : [...tags, name]
    return ask(() => setTags(session, room, next, colour ? { ...colours, [name]: colour } : colours))
  }

  return (
    <div class="label-fields">
      <fieldset>
        <legend>{text.labels.folder}</legend>
        <div class="chips">
          <button
            type="button"
            class="chip"
            aria-pressed={!folder}
            onClick={() => ask(() => putInFolder(session, room, ""))}
          >
            {text.labels.noFolder}
          </button>
          {labels
            .filter(({ kind }) => kind === "folder")
            .map(({ name }) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={folder === name}
                onClick={() => ask(() => putInFolder(session, room, name))}
              >
                <FolderIcon />
                <span dir="auto">{name}</span>
              </button>
            ))}
        </div>
        <AddLabel words={text.labels.newFolder} onAdd={name => ask(() => putInFolder(session, room, name))} />
      </fieldset>
      <fieldset>
        <legend>{text.labels.tags}</legend>
        <div class="chips">
          {labels
            .filter(({ kind }) => kind === "tag")
            .map(label => (
              <button
                key={label.name}
                type="button"
                class="chip"
                aria-pressed={tags.includes(label.name)}
                onClick={() => toggleTag(label)}
              >
                <TagDot tag={label.name} colour={label.colour} />
                <span dir="auto">{label.name}</span>
              </button>
            ))}
        </div>
        <AddLabel
          words={text.labels.newTag}
          onAdd={name => {
            if (!tags.includes(name))
              void toggleTag(labels.find(one => one.kind === "tag" && one.name === name) ?? { name })
          }}
        />
      </fieldset>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}

import { useState } from "preact/hooks"
import { COLOURS, changeLabel, type Label, removeLabel } from "../../state/labels.ts"
import { text } from "../../text/text.ts"
import { EditIcon } from "../parts/icons.tsx"
import { useAsking } from "../parts/use-asking.ts"
import { TrashIcon } from "../room/icons.tsx"
import { useSession } from "../use-chat.ts"
import { FolderIcon } from "./icons.tsx"
import { TagDot } from "./tag-dots.tsx"

export function LabelRow({ label }: { label: Label }) {
  const session = useSession()
  const [isEditing, setEditing] = useState(false)
  const [name, setName] = useState(label.name)
  const { isBusy, failure, ask } = useAsking(text.labels.failed)
  const save = () =>
    ask(
      () => changeLabel(session, label, { name: name.trim() }),
      () => setEditing(false),
    )
  return (
    <li class="label-row">
      <div class="label-line">
        {label.kind === "folder" ? <FolderIcon /> : <TagDot tag={label.name} colour={label.colour} />}
        {isEditing ? (
          <form
            class="add-label"
            onSubmit={event => {
              event.preventDefault()
              if (name.trim()) void save()
            }}
          >
            <input
              class="field"
              type="text"
              maxLength={40}
              dir="auto"
              value={name}
              aria-label={text.labels.newName}
              // biome-ignore lint/a11y/noAutofocus: the field was opened to be written in
              autoFocus
              onInput={event => setName(event.currentTarget.value)}
            />
            <button type="submit" class="button small" disabled={isBusy || !name.trim()}>
              {text.room.save}
            </button>
          </form>
        ) : (
          <>
            <span class="label-name" dir="auto">
              {label.name}
              <small>{text.labels.rooms(label.count)}</small>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={text.labels.rename(label.name)}
              onClick={() => setEditing(true)}
            >
              <EditIcon />
            </button>
            <button
              type="button"
              class="icon-button"
              disabled={isBusy}
              aria-label={text.labels.remove(label.name)}
              title={text.labels.removeHint}
              onClick={() => ask(() => removeLabel(session, label))}
            >
              <TrashIcon />
            </button>
          </>
        )}
      </div>
      {label.kind === "tag" && (
        <fieldset class="swatches" aria-label={text.labels.colour(label.name)}>
          {COLOURS.map((colour, at) => (
            <button
              key={colour}
              type="button"
              class="swatch"
              disabled={isBusy}
              aria-pressed={label.colour === colour}
              aria-label={text.labels.colourNumber(at + 1)}
              style={{ background: colour }}
              onClick={() => ask(() => changeLabel(session, label, { name: label.name, colour }))}
            />
          ))}
        </fieldset>
      )}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </li>
  )
}

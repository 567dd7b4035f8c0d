import { listLabels } from "../../state/labels.ts"
import { text } from "../../text/text.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Placard } from "../parts/placard.tsx"
import { useChat } from "../use-chat.ts"
import { TagIcon } from "./icons.tsx"
import { LabelRow } from "./label-row.tsx"

/** All folders and tags: renamed, coloured and removed in every room at once. */
export function LabelsDialog({ onClose }: { onClose(): void }) {
  const rooms = useChat(state => state.rooms)
  const labels = listLabels(rooms.values())
  const part = (kind: "folder" | "tag", title: string) => {
    const some = labels.filter(label => label.kind === kind)
    if (some.length === 0) return null
    return (
      <section>
        <h3>{title}</h3>
        <ul>
          {some.map(label => (
            <LabelRow key={label.name} label={label} />
          ))}
        </ul>
      </section>
    )
  }
  return (
    <Dialog title={text.labels.title} onClose={onClose}>
      {part("folder", text.labels.folders)}
      {part("tag", text.labels.tags)}
      {labels.length === 0 && (
        <Placard icon={<TagIcon />} title={text.labels.none} hint={text.labels.noneHint} />
      )}
    </Dialog>
  )
}

import { useEffect, useMemo, useState } from "preact/hooks"
import { listLabels } from "../../state/labels.ts"
import { everything, isSame, keeps, type RoomFilter } from "../../state/room-filters.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { MoreIcon } from "../parts/icons.tsx"
import { Lazily } from "../parts/lazily.tsx"
import { FolderIcon } from "./icons.tsx"
import { TagDot } from "./tag-dots.tsx"

const loadLabels = () => import("./labels-dialog.tsx").then(({ LabelsDialog }) => LabelsDialog)

interface FilterBarProps {
  rooms: readonly RoomView[]
  filter: RoomFilter
  onFilter(filter: RoomFilter): void
}

interface Chip {
  filter: RoomFilter
  words: string
  count: number
  colour?: string
}

/** What of the list is shown: all, the unread, one folder, one tag, or what is hidden. */
export function FilterBar({ rooms, filter, onFilter }: FilterBarProps) {
  const [isManaging, setManaging] = useState(false)
  const chips = useMemo(() => chipsOf(rooms), [rooms])
  const isGone = !chips.some(chip => isSame(chip.filter, filter))
  useEffect(() => {
    if (isGone) onFilter(everything)
  }, [isGone])
  if (rooms.length === 0) return null
  const hasLabels = chips.some(chip => chip.filter.name !== undefined)
  return (
    <fieldset class="filter-bar" aria-label={text.list.filters}>
      {chips.map(chip => (
        <ChipButton
          key={chip.filter.kind + (chip.filter.name ?? "")}
          chip={chip}
          isPressed={isSame(chip.filter, filter)}
          onPress={() => onFilter(chip.filter)}
        />
      ))}
      {hasLabels && (
        <button
          type="button"
          class="chip chip-more"
          aria-label={text.list.labels}
          title={text.list.labels}
          aria-haspopup="dialog"
          onClick={() => setManaging(true)}
        >
          <MoreIcon />
        </button>
      )}
      {isManaging && <Lazily load={loadLabels} props={{ onClose: () => setManaging(false) }} />}
    </fieldset>
  )
}

interface ChipButtonProps {
  chip: Chip
  isPressed: boolean
  onPress(): void
}

function ChipButton({ chip: { filter, words, count, colour }, isPressed, onPress }: ChipButtonProps) {
  const isCounted = count > 0 && filter.kind !== "all"
  return (
    <button type="button" class="chip" aria-pressed={isPressed} onClick={onPress}>
      {filter.kind === "folder" && <FolderIcon />}
      {filter.kind === "tag" && <TagDot tag={filter.name} colour={colour} />}
      <span dir="auto">{words}</span>
      {isCounted && <small>{count}</small>}
    </button>
  )
}

function chipsOf(rooms: readonly RoomView[]): Chip[] {
  const plain = (kind: "all" | "unread" | "hidden", words: string): Chip => {
    const filter: RoomFilter = { kind }
    return { filter, words, count: rooms.filter(room => keeps(filter, room)).length }
  }
  const labels = listLabels(rooms).map(
    ({ kind, name, count, colour }): Chip => ({ filter: { kind, name }, words: name, count, colour }),
  )
  const hidden = plain("hidden", text.list.hidden)
  return [
    plain("all", text.list.all),
    plain("unread", text.list.unread),
    ...labels,
    ...(hidden.count > 0 ? [hidden] : []),
  ]
}

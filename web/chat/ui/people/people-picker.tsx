import { useMemo, useState } from "preact/hooks"
import { nameOf } from "../../state/names.ts"
import { listPeople } from "../../state/people.ts"
import { findPeople } from "../../state/room-search.ts"
import { text } from "../../text/text.ts"
import type { Client } from "../../wire/models.ts"
import { SearchIcon } from "../list/icons.tsx"
import { Placard } from "../parts/placard.tsx"
import { useChat } from "../use-chat.ts"
import { PersonRow } from "./person-row.tsx"

/** More are found by writing more of a name. */
const MOST = 100

interface PeoplePickerProps {
  onPick(person: Client): void
  /** Ids that cannot be picked. */
  without?: ReadonlySet<string>
  /** Ids that are picked already; absent where one click is the choice. */
  picked?: ReadonlySet<string>
}

/** People the user shares a room with, by name; and anybody by their exact id. */
export function PeoplePicker({ onPick, without, picked }: PeoplePickerProps) {
  const rooms = useChat(state => state.rooms)
  const me = useChat(state => state.me._id)
  const [query, setQuery] = useState("")
  const people = useMemo(
    () => listPeople(rooms.values(), me).filter(({ _id }) => !without?.has(_id)),
    [rooms, without],
  )
  const words = query.trim()
  const found = words ? findPeople(people, words) : people
  const isId = words !== "" && words !== me && !without?.has(words) && !people.some(one => one._id === words)
  const pick = (person: Client) => {
    onPick(person)
    if (picked) setQuery("")
  }
  return (
    <div class="people-picker">
      <label class="search-field">
        <SearchIcon />
        <input
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          dir="auto"
          value={query}
          placeholder={text.newRoom.findPeople}
          aria-label={text.newRoom.findPeople}
          onInput={event => setQuery(event.currentTarget.value)}
        />
      </label>
      <ul class="people" aria-label={text.newRoom.people}>
        {found.slice(0, MOST).map(person => (
          <PersonRow key={person._id} person={person} isPicked={picked?.has(person._id)} onPick={pick} />
        ))}
        {isId && (
          <PersonRow
            person={{ _id: words }}
            words={text.newRoom.byId(words)}
            isPicked={picked?.has(words)}
            onPick={pick}
          />
        )}
      </ul>
      {found.length === 0 && !isId && (
        <Placard title={text.newRoom.noPeople} hint={text.newRoom.noPeopleHint} />
      )}
    </div>
  )
}

/** Those that were picked, each with a way to drop them. */
export function PickedPeople({
  people,
  onDrop,
}: {
  people: readonly Client[]
  onDrop(person: Client): void
}) {
  if (people.length === 0) return null
  return (
    <ul class="picked-people" aria-label={text.newRoom.chosen}>
      {people.map(person => (
        <li key={person._id}>
          <button
            type="button"
            class="chip"
            aria-label={text.newRoom.remove(nameOf(person))}
            onClick={() => onDrop(person)}
          >
            <span dir="auto">{nameOf(person)}</span>
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

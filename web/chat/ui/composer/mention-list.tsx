import { useEffect, useRef } from "preact/hooks"
import type { Mention } from "../../state/mentions.ts"
import { text } from "../../text/text.ts"
import type { Client, RoomView } from "../../wire/models.ts"
import { ClientAvatar } from "../parts/avatar.tsx"

export const MENTION_LIST = "mention-list"
export const mentionOption = ({ id }: Mention) => `mention-${id}`

interface MentionListProps {
  room: RoomView
  people: Mention[]
  active?: Mention
  onChoose(mention: Mention): void
}

/** The focus stays in the field, which says by its attributes which of these is chosen. */
export function MentionList({ room, people, active, onChoose }: MentionListProps) {
  if (people.length === 0) return null
  return (
    <>
      <div class="mention-list" id={MENTION_LIST} role="listbox" aria-label={text.composer.mentionable}>
        {people.map(person => (
          <Person
            key={person.id}
            person={person}
            client={clientOf(room, person.id)}
            isActive={person === active}
            onChoose={() => onChoose(person)}
          />
        ))}
      </div>
      <span class="unseen" role="status">
        {text.composer.mentionHint(people.length)}
      </span>
    </>
  )
}

interface PersonProps {
  person: Mention
  client: Client
  isActive: boolean
  onChoose(): void
}

function Person({ person, client, isActive, onChoose }: PersonProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: "nearest" })
  }, [isActive])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field keeps the focus and hears the keys
    <div
      ref={row}
      id={mentionOption(person)}
      class="mention-option"
      role="option"
      aria-selected={isActive}
      onPointerDown={event => event.preventDefault()}
      onClick={onChoose}
    >
      <ClientAvatar client={client} size="tiny" />
      <span dir="auto">{client.nickname || person.name}</span>
      {person.name === person.id && <small dir="auto">{person.id}</small>}
    </div>
  )
}

function clientOf(room: RoomView, id: string): Client {
  const people = room.members.flatMap(member => [member, ...((member.members as Client[] | undefined) ?? [])])
  return people.find(({ _id }) => _id === id) ?? { _id: id }
}

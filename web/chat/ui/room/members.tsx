import { useMemo, useState } from "preact/hooks"
import { sortMembers } from "../../state/members.ts"
import { onlineIn } from "../../state/presence.ts"
import { may } from "../../state/rights.ts"
import { findPeople } from "../../state/room-search.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { SearchIcon } from "../list/icons.tsx"
import { useChat } from "../use-chat.ts"
import { AddMembers } from "./add-members.tsx"
import { AddPersonIcon } from "./icons.tsx"
import { MemberRow } from "./member-row.tsx"
import { useBanned } from "./use-banned.ts"

/** More are shown when they are asked for. */
const STEP = 50
/** Fewer are found by looking. */
const MANY = 8

interface MembersProps {
  room: Room
  asked: Room | undefined
  /** People were added or invited. */
  onAdded(): void
  onClose(): void
}

/** Who is in the room, what they are in it, and who is there now. */
export function Members({ room, asked, onAdded, onClose }: MembersProps) {
  const me = useChat(state => state.me._id)
  const [query, setQuery] = useState("")
  const [limit, setLimit] = useState(STEP)
  const [isAdding, setAdding] = useState(false)
  const members = useMemo(() => sortMembers(room, me), [room, me])
  const { banned, reload } = useBanned(room)
  const found = query.trim() ? findPeople(members, query) : members
  const online = onlineIn(room, asked)
  return (
    <section class="panel-part">
      <h3>
        {text.room.members} <small>{members.length}</small>
      </h3>
      {members.length > MANY && (
        <label class="search-field">
          <SearchIcon />
          <input
            type="text"
            autoComplete="off"
            dir="auto"
            value={query}
            placeholder={text.room.findMember}
            aria-label={text.room.findMember}
            onInput={event => setQuery(event.currentTarget.value)}
          />
        </label>
      )}
      {may("add", room, me) && (
        <button
          type="button"
          class="person-row add-row"
          aria-haspopup="dialog"
          onClick={() => setAdding(true)}
        >
          <span class="round-icon">
            <AddPersonIcon />
          </span>
          <span class="person-name">{text.room.addMembers}</span>
        </button>
      )}
      <ul class="people" aria-label={text.room.members}>
        {found.slice(0, limit).map(member => (
          <MemberRow
            key={member._id}
            room={room}
            member={member}
            isOnline={online.has(member._id)}
            isBanned={banned.has(member._id)}
            onBan={reload}
            onLeave={onClose}
          />
        ))}
      </ul>
      {found.length === 0 && <p class="panel-none">{text.room.noMember}</p>}
      {found.length > limit && (
        <button type="button" class="button quiet" onClick={() => setLimit(limit + STEP)}>
          {text.room.more}
        </button>
      )}
      {isAdding && <AddMembers room={room} onAdded={onAdded} onClose={() => setAdding(false)} />}
    </section>
  )
}

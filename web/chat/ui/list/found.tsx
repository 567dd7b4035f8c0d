import { useEffect, useMemo, useState } from "preact/hooks"
import { nameOf } from "../../state/names.ts"
import { openDirect } from "../../state/new-rooms.ts"
import { openRoom } from "../../state/open-room.ts"
import { listPeople } from "../../state/people.ts"
import { ask } from "../../state/refusals.ts"
import { findPeople, findRooms } from "../../state/room-search.ts"
import { text } from "../../text/text.ts"
import type { Client, RoomView } from "../../wire/models.ts"
import { ChatIcon } from "../parts/icons.tsx"
import { Placard } from "../parts/placard.tsx"
import { PersonRow } from "../people/person-row.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { FoundMessage } from "./found-message.tsx"
import { FoundRoom } from "./found-room.tsx"
import { moveFocus } from "./move-focus.ts"
import { useFoundMessages } from "./use-found-messages.ts"

const PEOPLE = 5
const ROOMS = 20

interface FoundProps {
  query: string
  rooms: readonly RoomView[]
  onOpen(roomId: string): void
  onMenu(roomId: string, x: number, y: number): void
}

/** Rooms and people at once, from what the page holds; messages when the server has answered. */
export function Found({ query, rooms, onOpen, onMenu }: FoundProps) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [limit, setLimit] = useState(ROOMS)
  useEffect(() => setLimit(ROOMS), [query])
  const foundRooms = useMemo(() => findRooms(rooms, query, me), [rooms, query, me])
  const people = useMemo(() => findPeople(listPeople(rooms, me), query).slice(0, PEOPLE), [rooms, query, me])
  const { messages, isSearching, failed } = useFoundMessages(query)
  const write = ({ _id }: Client) =>
    void ask(session, text.newRoom.failed, async () => openRoom(session, await openDirect(session, _id)))
  const total = foundRooms.length + people.length + messages.length
  const { found } = text.list

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row, wherever the focus is inside
    <div class="rooms found" onKeyDown={moveFocus}>
      <p class="unseen" role="status">
        {isSearching ? "" : found.total(total)}
      </p>
      {foundRooms.length > 0 && <h2>{found.rooms}</h2>}
      <ul>
        {foundRooms.slice(0, limit).map(room => (
          <FoundRoom key={room._id} room={room} onOpen={onOpen} onMenu={onMenu} />
        ))}
      </ul>
      {foundRooms.length > limit && (
        <button type="button" class="button quiet" onClick={() => setLimit(limit + 5 * ROOMS)}>
          {text.room.more}
        </button>
      )}
      {people.length > 0 && <h2>{found.people}</h2>}
      <ul aria-label={found.people}>
        {people.map(person => (
          <PersonRow key={person._id} person={person} words={nameOf(person)} onPick={write} />
        ))}
      </ul>
      {messages.length > 0 && <h2>{found.messages}</h2>}
      <ul aria-label={found.messages}>
        {messages.map(message => (
          <FoundMessage key={message._id} message={message} query={query} />
        ))}
      </ul>
      {isSearching && (
        <p class="found-line">
          <i class="spinner" /> {found.searching}
        </p>
      )}
      {failed && <p class="found-line">{found.failed}</p>}
      {total === 0 && !isSearching && !failed && (
        <Placard icon={<ChatIcon />} title={found.nothing} hint={found.nothingHint} />
      )}
    </div>
  )
}

import { useCallback, useMemo, useState } from "preact/hooks"
import { openRoom } from "../../state/open-room.ts"
import { everything, keeps, type RoomFilter } from "../../state/room-filters.ts"
import { inOrder, shownRooms } from "../../state/rooms.ts"
import { text } from "../../text/text.ts"
import { NoticeLine } from "../notice-line.tsx"
import { Lazily } from "../parts/lazily.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { FilterBar } from "./filter-bar.tsx"
import { Invitations } from "./invitations.tsx"
import { ListHead } from "./list-head.tsx"
import { NoRooms } from "./no-rooms.tsx"
import { type MenuPlace, RoomMenu } from "./room-menu.tsx"
import { RoomsWindow } from "./rooms-window.tsx"
import { SearchField } from "./search-field.tsx"

const loadFound = () => import("./found.tsx").then(({ Found }) => Found)

/** All conversations, and the ways to find one. */
export function RoomList() {
  const session = useSession()
  const held = useChat(state => state.rooms)
  const openRoomId = useChat(state => state.openRoomId)
  const [filter, setFilter] = useState<RoomFilter>(everything)
  const [query, setQuery] = useState("")
  const [menu, setMenu] = useState<MenuPlace>()
  const all = useMemo(() => inOrder(shownRooms(session, session.store.get())), [held])
  const rooms = useMemo(
    () => all.filter(room => keeps(filter, room, openRoomId)),
    [all, filter, filter.kind === "unread" && openRoomId],
  )
  const open = useCallback((roomId: string) => void openRoom(session, roomId), [session])
  const openMenu = useCallback((roomId: string, x: number, y: number) => setMenu({ roomId, x, y }), [])
  const words = query.trim()

  return (
    <nav class="list-pane" aria-label={text.rooms}>
      <ListHead />
      <SearchField query={query} onQuery={setQuery} />
      {!words && <FilterBar rooms={all} filter={filter} onFilter={setFilter} />}
      {!openRoomId && <NoticeLine />}
      {words ? (
        <Lazily load={loadFound} props={{ query: words, rooms: all, onOpen: open, onMenu: openMenu }} />
      ) : (
        <RoomsWindow rooms={rooms} onOpen={open} onMenu={openMenu}>
          <Invitations />
          {rooms.length === 0 && <NoRooms filter={filter} onFilter={setFilter} />}
        </RoomsWindow>
      )}
      {menu && <RoomMenu {...menu} onClose={() => setMenu(undefined)} />}
    </nav>
  )
}

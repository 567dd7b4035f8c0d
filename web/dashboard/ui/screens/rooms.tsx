import { useState } from "preact/hooks"
import { countMembers } from "../../state/names.ts"
import type { Room } from "../../wire/chat.ts"
import { At } from "../at.tsx"
import { CreateRoomDialog } from "../create-room.tsx"
import { useDesk } from "../desk.ts"
import { RoomLink } from "../room-link.tsx"
import { RoomState } from "../room-state.tsx"
import { Searched } from "../searched.tsx"
import { type Column, Table } from "../table.tsx"

export function RoomsScreen({ query }: { query: Record<string, string> }) {
  const { api, words, formats } = useDesk()
  const { rooms, menu, field } = words
  const [creating, setCreating] = useState(false)
  const columns: Column<Room>[] = [
    { name: field.room, cell: room => <RoomLink room={room} /> },
    { name: field.type, cell: room => <RoomState room={room} /> },
    { name: field.members, kind: "number", cell: room => formats.number(countMembers(room)) },
    { name: rooms.last, cell: ({ lastMessage }) => <At ms={lastMessage?.createdAtMS} /> },
    { name: field.created, cell: ({ createdTimeMS }) => <At ms={createdTimeMS} /> },
  ]
  return (
    <Searched
      screen="rooms"
      query={query}
      placeholder={rooms.search}
      ask={api.listRooms}
      actions={
        <button type="button" class="button primary" onClick={() => setCreating(true)}>
          {rooms.create}
        </button>
      }
      draw={page => (
        <Table
          label={menu.rooms}
          columns={columns}
          rows={page.data}
          keyOf={room => room._id}
          empty={words.state.nothingFound}
        />
      )}
    >
      {creating && <CreateRoomDialog onClose={() => setCreating(false)} />}
    </Searched>
  )
}

import type { Ban } from "../wire/chat.ts"
import { Person } from "./avatar.tsx"
import { useAct, useDesk } from "./desk.ts"
import type { Asked } from "./use-ask.ts"

/** Nothing while nobody is banned. */
export function RoomBans({ roomId, bans }: { roomId: string; bans: Asked<Ban[]> }) {
  const { api, words } = useDesk()
  const act = useAct()
  const { rooms, done } = words
  if (!bans.value?.length) return null
  const lift = async (id: string) => {
    if (await act(() => api.liftBan(roomId, id), done.saved)) void bans.again()
  }
  return (
    <>
      <h3 class="list-title">{rooms.bans}</h3>
      <ul class="list">
        {bans.value.map(({ client }) => (
          <li key={client._id}>
            <Person client={client} />
            <button type="button" class="button plain" onClick={() => lift(client._id)}>
              {rooms.lift}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

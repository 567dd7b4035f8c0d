import type { Room } from "../wire/models.ts"
import type { Session } from "./session.ts"
import { endAll } from "./store.ts"

export interface RoomPref {
  tags?: string[]
  tagColors?: Record<string, string>
  folder?: string
  sticky?: boolean
  hidden?: boolean
  muted?: boolean
}

export const prefOf = (room: Room): RoomPref => room.pref ?? {}

/** Changes the user's own settings of a room. @throws RequestError */
export async function setPref({ client }: Session, roomId: string, changes: RoomPref): Promise<void> {
  await client.request("POST", `/roomPrefs/${encodeURIComponent(roomId)}`, changes)
}

/** Out of the list until something happens in the room: so nothing of it waits to be read. @throws RequestError */
export async function hideRoom(session: Session, room: Room): Promise<void> {
  if (room.unread) await session.client.markRead(room._id)
  await setPref(session, room._id, { hidden: true })
}

/**
 * A hidden room comes back with a new message, which is the page's own work (contract: rest-extended, section 3.5).
 * @returns a function that ends it.
 */
export function followHidden(session: Session): () => void {
  const { client } = session
  const asked = new Set<string>()
  const show = async (room: Room | undefined) => {
    if (!room?.pref?.hidden || asked.has(room._id)) return
    asked.add(room._id)
    await setPref(session, room._id, { hidden: false }).catch(() => {})
    asked.delete(room._id)
  }
  const ends = [
    client.on("message", ({ message, isNew }) => void (isNew && show(client.rooms.get(message.room)))),
    client.on("reset", () => {
      for (const room of client.rooms.values()) if (room.unread) void show(room)
    }),
  ]
  return endAll(ends)
}

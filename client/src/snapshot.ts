import type { Client, Invitation, Pref } from "./models.ts"
import type { Content } from "./outbox.ts"
import type { RoomView } from "./room-view.ts"
import { storedOf } from "./timeline.ts"
import type { View } from "./view.ts"

/** All that a client holds, as JSON: given to a later one it goes on from there, without loading anything anew. */
export interface Snapshot {
  me: Client
  cursor: string
  rooms: RoomView[]
  prefs: Pref[]
  invitations: readonly Invitation[]
  /** Messages that were not acknowledged, in order. */
  unsent: { room: string; content: Content }[]
}

export function takeSnapshot({
  me,
  rooms,
  prefs,
  invitations,
}: View): Omit<Snapshot, "cursor" | "unsent"> | undefined {
  return (
    me && {
      me,
      rooms: [...rooms.values()].map(view => ({ ...view, messages: storedOf(view.messages) })),
      prefs: [...prefs].map(([key, data]) => ({ key, data })),
      invitations,
    }
  )
}

export function restore(view: View, { me, rooms, prefs, invitations }: Snapshot): void {
  view.me = me
  for (const room of rooms) view.rooms.set(room._id, room)
  for (const { key, data } of prefs) view.prefs.set(key, data)
  view.invitations = invitations
}

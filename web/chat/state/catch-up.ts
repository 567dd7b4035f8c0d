import type { Missed } from "../wire/models.ts"
import { mergeMissed, onlyUnsent } from "./conversation.ts"
import { loseRoom } from "./live-events.ts"
import { resendUnreached } from "./messages.ts"
import { markRead, openRoom, readNewest } from "./open-room.ts"
import { belongs, refreshRooms, start } from "./room-list.ts"
import { change, changeConversation, type Session } from "./session.ts"

/** At first, and when the server does not know how far this page had come: everything is read again. Rejects in vain. */
export async function loadAfresh(session: Session): Promise<void> {
  if (session.store.get().phase === "failed") await start(session)
  const { phase, openRoomId } = session.store.get()
  if (phase !== "ready") throw new Error("Neither the user nor the rooms could be read.")
  dropClosedConversations(session)
  await Promise.all([refreshRooms(session), openRoomId && refreshOpenRoom(session, openRoomId)])
}

/** What happened since the last time, as far as this page shows it. @param limit most messages of a room in it. */
export function applyChanges(session: Session, { rooms, roomIds }: Missed, limit: number): void {
  for (const { room, ...missed } of rooms) {
    if (!belongs(session, room)) continue
    session.store.set(state => ({ ...state, rooms: { ...state.rooms, [room._id]: room } }))
    if (!session.store.get().conversations[room._id]) continue
    changeConversation(session, room._id, held => mergeMissed(held, missed, limit))
  }
  const left = roomIds && new Set(roomIds)
  for (const id of Object.keys(session.store.get().rooms)) if (left && !left.has(id)) loseRoom(session, id)
  markRead(session)
}

/** Nothing is missing any more. */
export function caughtUp(session: Session): void {
  resendUnreached(session)
  markRead(session)
}

async function refreshOpenRoom(session: Session, roomId: string): Promise<void> {
  if (session.store.get().rooms[roomId]) await readNewest(session, roomId, onlyUnsent)
  else await openRoom(session, roomId)
}

/** Conversations nobody looks at are read again when they are opened; unsent messages stay. */
function dropClosedConversations(session: Session): void {
  const { conversations, openRoomId } = session.store.get()
  const kept = Object.entries(conversations).flatMap(([id, conversation]) => {
    if (id === openRoomId) return [[id, conversation]]
    const unsent = onlyUnsent(conversation)
    return unsent.entries.length > 0 ? [[id, { ...unsent, isLoaded: false }]] : []
  })
  change(session, { conversations: Object.fromEntries(kept) })
}

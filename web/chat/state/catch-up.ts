import { resendUnreached } from "./messages.ts"
import { markRead, openRoom, reload } from "./open-room.ts"
import { refreshRooms, start } from "./room-list.ts"
import { change, type Session } from "./session.ts"

/** After a time away: the server repeats nothing, so the list and the open room are read again. */
export async function catchUp(session: Session): Promise<void> {
  const { phase, openRoomId } = session.store.get()
  if (phase === "failed") await start(session)
  if (session.store.get().phase !== "ready") return
  dropClosedConversations(session)
  await Promise.all([
    refreshRooms(session).catch(() => {}),
    openRoomId && refreshOpenRoom(session, openRoomId),
  ])
  resendUnreached(session)
  markRead(session)
}

async function refreshOpenRoom(session: Session, roomId: string): Promise<void> {
  if (session.store.get().rooms[roomId]) await reload(session, roomId)
  else await openRoom(session, roomId)
}

/** Conversations nobody looks at are read again when they are opened; unsent messages stay. */
function dropClosedConversations(session: Session): void {
  const { conversations, openRoomId } = session.store.get()
  const kept = Object.entries(conversations).filter(
    ([id, { entries }]) => id === openRoomId || entries.some(entry => entry.delivery),
  )
  change(session, { conversations: Object.fromEntries(kept) })
}

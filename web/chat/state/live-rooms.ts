import { loseRoom, markDivider } from "./open-room.ts"
import { markRead } from "./read-marks.ts"
import { change, type Session } from "./session.ts"
import { endAll } from "./store.ts"

/** Brings what the client's view tells into the page's state; many changes of one moment are drawn once. */
export function followRooms(session: Session): () => void {
  const { client, store } = session
  let isTold = false
  const tell = () => {
    isTold = false
    if (store.get().phase !== "ready") return
    change(session, { rooms: new Map(client.rooms), me: client.me ?? store.get().me })
    markRead(session)
  }
  const tellSoon = () => {
    if (isTold) return
    isTold = true
    queueMicrotask(tell)
  }
  const ends = [
    client.on("room", tellSoon),
    client.on("roomGone", roomId => {
      loseRoom(session, roomId)
      tellSoon()
    }),
    client.on("message", ({ message, isNew }) => {
      if (isNew && !message.delivery) divide(session, message.room, message.sender._id)
    }),
  ]
  return endAll(ends)
}

/** The first message that arrives in the open room while nobody looks gets the divider above it. */
function divide(session: Session, roomId: string, sender: string): void {
  const { openRoomId, attended, me, unreadAfter } = session.store.get()
  const room = session.client.rooms.get(roomId)
  if (!room || openRoomId !== roomId || attended || sender === me._id) return
  if ((room.unread ?? 0) > 1 && unreadAfter[roomId] !== undefined) return
  const stored = room.messages.filter(({ delivery }) => !delivery)
  markDivider(session, roomId, stored.at(-2)?._id ?? "")
}

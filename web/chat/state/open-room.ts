import { RequestError } from "../../../client/src/index.ts"
import type { RoomView } from "../wire/models.ts"
import type { Reading } from "./chat-state.ts"
import { finishReading, markRead } from "./read-marks.ts"
import { lastReadBy } from "./receipts.ts"
import { change, type Session } from "./session.ts"

/** Pages that are loaded at most until the first unread message is there. */
const UNREAD_PAGES = 4

export const unread: Reading = { loading: "no", failed: false }

export async function openRoom(session: Session, roomId: string): Promise<void> {
  finishReading(session)
  if (session.onlyRoom) session.onlyRoom = roomId
  const { pasts } = session.store.get()
  const shown = { openRoomId: roomId, unavailable: false, notice: undefined, jump: undefined }
  change(session, { ...shown, pasts: { ...pasts, [roomId]: undefined } })
  const room = session.client.rooms.get(roomId)
  markDivider(session, roomId, room && unreadMark(room, session.store.get().me._id))
  if (!room?.isLoaded) await loadNewest(session, roomId)
  if (!room) markDivider(session, roomId, markOf(session, roomId))
  markRead(session)
}

export function closeRoom(session: Session): void {
  finishReading(session)
  change(session, { openRoomId: undefined, unavailable: false, notice: undefined })
}

export async function loadNewest(session: Session, roomId: string): Promise<void> {
  try {
    await reading(session, roomId, "first", async () => {
      await session.client.loadMessages(roomId)
      await loadUnread(session, roomId)
    })
  } catch (error) {
    const isGone = error instanceof RequestError && (error.status === 403 || error.status === 404)
    if (isGone && session.store.get().openRoomId === roomId) change(session, { unavailable: true })
  }
}

/** A room opens where reading stopped: so much is loaded, within reason. */
async function loadUnread({ client }: Session, roomId: string): Promise<void> {
  for (let page = 0; page < UNREAD_PAGES; page++) {
    const room = client.rooms.get(roomId)
    if (!room?.hasOlder || (room.unread ?? 0) < room.messages.length) return
    await client.loadOlder(roomId)
  }
}

export async function loadOlder(session: Session, roomId: string): Promise<void> {
  const isIdle = (session.store.get().readings[roomId] ?? unread).loading === "no"
  if (!isIdle || !session.client.rooms.get(roomId)?.hasOlder) return
  await reading(session, roomId, "older", () => session.client.loadOlder(roomId)).catch(() => {})
}

/** The open room is not the user's any more. */
export function loseRoom(session: Session, roomId: string): void {
  if (session.store.get().openRoomId !== roomId) return
  if (session.onlyRoom) change(session, { unavailable: true })
  else closeRoom(session)
}

/** Shows that something is read of a room, and whether that failed. @throws whatever `read` throws. */
export async function reading(
  session: Session,
  roomId: string,
  loading: Exclude<Reading["loading"], "no">,
  read: () => Promise<void>,
): Promise<void> {
  const show = (now: Reading) =>
    session.store.set(state => ({ ...state, readings: { ...state.readings, [roomId]: now } }))
  show({ loading, failed: false })
  try {
    await read()
    show(unread)
  } catch (error) {
    show({ loading: "no", failed: loading })
    throw error
  }
}

export function markDivider(session: Session, roomId: string, after: string | undefined): void {
  session.store.set(state => ({ ...state, unreadAfter: { ...state.unreadAfter, [roomId]: after } }))
}

function markOf(session: Session, roomId: string): string | undefined {
  const room = session.client.rooms.get(roomId)
  return room && unreadMark(room, session.store.get().me._id)
}

/** The last message before the unread ones; "" when all are. */
function unreadMark(room: RoomView, me: string): string | undefined {
  if (!room.unread) return undefined
  const marker = lastReadBy(room, me)
  if (marker) return marker
  const others = room.messages.filter(message => message.sender._id !== me)
  return others.at(-room.unread - 1)?._id ?? ""
}

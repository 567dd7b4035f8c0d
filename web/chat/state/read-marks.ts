import type { Message, RoomView } from "../wire/models.ts"
import { isJoined } from "./past-window.ts"
import { lastReadBy } from "./receipts.ts"
import { newestStored } from "./rooms.ts"
import type { Session } from "./session.ts"

/** While messages stream in the server is told only so often: each report counts for all before it. */
const EVERY_MS = 300

/** What a session has told last. */
interface Told {
  room: string
  message: string
  at: number
  /** There is more to tell when it ends. */
  timer?: ReturnType<typeof setTimeout>
}

const told = new WeakMap<Session, Told>()

/** Tells the server how far the open room has been read, if somebody is looking and there is something new. */
export function markRead(session: Session): void {
  const message = newestRead(session)
  const last = told.get(session)
  if (!message || last?.message === message._id) return
  const wait = last?.room === message.room ? last.at + EVERY_MS - Date.now() : 0
  if (!last || wait <= 0) tell(session, message)
  else last.timer ??= setTimeout(() => later(session, last), wait)
}

function later(session: Session, last: Told): void {
  last.timer = undefined
  markRead(session)
}

/** What waits to be told is told now: the user turns to something else. */
export function finishReading(session: Session): void {
  const last = told.get(session)
  const message = last?.timer && newestRead(session)
  if (message) tell(session, message)
}

function tell(session: Session, { room, _id }: Message): void {
  clearTimeout(told.get(session)?.timer)
  told.set(session, { room, message: _id, at: Date.now() })
  session.client.markRead(room, _id).catch(() => told.delete(session))
}

/** The newest message of the open room, where the server does not know yet that the user has seen it. */
function newestRead(session: Session): Message | undefined {
  const { openRoomId, attended, me, phase, pasts } = session.store.get()
  const room = openRoomId && session.client.rooms.get(openRoomId)
  if (!attended || phase !== "ready" || !room || !room.isLoaded) return undefined
  const past = pasts[room._id]
  if (past && !isJoined(past, room)) return undefined
  const newest = newestStored(room)
  return newest && isBehind(room, newest, me._id) ? newest : undefined
}

function isBehind(room: RoomView, newest: Message, me: string): boolean {
  if (room.unread || room.isMentioned) return true
  return newest.sender._id !== me && lastReadBy(room, me) !== newest._id
}

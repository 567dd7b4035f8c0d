import { RequestError } from "../../../client/src/index.ts"
import type { Room } from "../wire/models.ts"
import type { Conversation } from "./conversation.ts"
import { mergeMessages, mergeNewestPage, newestId, oldestId } from "./conversation.ts"
import { isAfter, timesOf } from "./message-times.ts"
import { lastReadBy } from "./receipts.ts"
import { changeRoom, putRooms } from "./rooms.ts"
import { change, changeConversation, type Session } from "./session.ts"

const PAGE = 30

export async function openRoom(session: Session, roomId: string): Promise<void> {
  if (session.onlyRoom) session.onlyRoom = roomId
  change(session, { openRoomId: roomId, unavailable: false, notice: undefined })
  const room = session.store.get().rooms[roomId] ?? (await fetchRoom(session, roomId))
  if (!room || session.store.get().openRoomId !== roomId) return
  changeConversation(session, roomId, conversation => ({
    ...conversation,
    unreadAfter: unreadMark(room, session.store.get().me._id, conversation),
  }))
  if (!session.store.get().conversations[roomId]?.isLoaded) await loadNewest(session, roomId)
  markRead(session)
}

export function closeRoom(session: Session): void {
  change(session, { openRoomId: undefined, unavailable: false, notice: undefined })
}

export async function loadNewest(session: Session, roomId: string): Promise<void> {
  await readNewest(session, roomId, held => held).catch(() => {})
}

/**
 * The newest page, put in place of what a change leaves of what is held.
 * @throws RequestError; the conversation then says that it failed.
 */
export async function readNewest(
  session: Session,
  roomId: string,
  clear: (held: Conversation) => Conversation,
): Promise<void> {
  changeConversation(session, roomId, held => ({ ...held, loading: "first", failed: false }))
  try {
    const { data } = await session.api.listMessages(roomId, PAGE)
    changeConversation(session, roomId, held => mergeNewestPage(clear(held), data, data.length === PAGE))
  } catch (error) {
    changeConversation(session, roomId, held => ({ ...held, failed: true }))
    throw error
  } finally {
    changeConversation(session, roomId, settled)
  }
}

const settled = (held: Conversation): Conversation => ({ ...held, loading: "no", gone: undefined })

export async function loadOlder(session: Session, roomId: string): Promise<void> {
  const held = session.store.get().conversations[roomId]
  const before = held && oldestId(held)
  if (!before || !held.hasOlder || held.loading !== "no") return
  changeConversation(session, roomId, now => ({ ...now, loading: "older", failed: false }))
  try {
    const { data } = await session.api.listMessages(roomId, PAGE, before)
    // The named message comes again as the first one; merging by id drops it.
    changeConversation(session, roomId, now => ({
      ...mergeMessages(now, data),
      hasOlder: data.length === PAGE,
    }))
  } catch {
    changeConversation(session, roomId, now => ({ ...now, failed: true }))
  }
  changeConversation(session, roomId, settled)
}

/** Tells the server how far the open room has been read, if somebody is looking and there is something new. */
export function markRead(session: Session): void {
  const { openRoomId, rooms, conversations, me } = session.store.get()
  if (!session.attended || !openRoomId) return
  const room = rooms[openRoomId]
  const conversation = conversations[openRoomId]
  const newest = conversation && newestId(conversation)
  if (!room || !newest) return
  const times = timesOf(conversation, room.lastMessage)
  const isBehind = Boolean(room.unread) || isAfter(newest, lastReadBy(room, me._id) ?? "", times)
  if (!isBehind) return
  session.store.set(state => ({ ...state, rooms: changeRoom(state.rooms, openRoomId, { unread: 0 }) }))
  session.api.markRead(openRoomId, newest).catch(() => {})
}

async function fetchRoom(session: Session, roomId: string): Promise<Room | undefined> {
  try {
    const room = await session.api.getRoom(roomId)
    session.store.set(state => ({ ...state, rooms: putRooms(state.rooms, [room]) }))
    return room
  } catch (error) {
    const isGone = error instanceof RequestError && (error.status === 403 || error.status === 404)
    if (isGone) change(session, { unavailable: true })
    else changeConversation(session, roomId, held => ({ ...held, failed: true }))
    return undefined
  }
}

function unreadMark(room: Room, me: string, conversation: Conversation): string | undefined {
  if (!room.unread) return undefined
  const marker = lastReadBy(room, me)
  if (marker) return marker
  const held = conversation.entries.filter(entry => entry.message.sender._id !== me)
  return held.at(-room.unread - 1)?.message._id ?? ""
}

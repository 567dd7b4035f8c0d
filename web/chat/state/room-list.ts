import type { Room } from "../wire/models.ts"
import { putRooms, sortRooms } from "./rooms.ts"
import { change, type Session } from "./session.ts"

const PAGE = 50

/** Who the user is and the first rooms; in a one-room page that room alone. */
export async function start(session: Session): Promise<void> {
  change(session, { phase: "starting" })
  try {
    const [me] = await Promise.all([session.api.getMe(), session.onlyRoom || loadRooms(session)])
    change(session, { me, phase: "ready" })
  } catch {
    session.store.set(state => (state.phase === "signedOut" ? state : { ...state, phase: "failed" }))
  }
}

export async function loadMoreRooms(session: Session): Promise<void> {
  const { roomsAsked, roomsTotal, roomsLoading } = session.store.get()
  if (session.onlyRoom || roomsLoading || roomsAsked >= roomsTotal) return
  await loadRooms(session).catch(() => {})
}

async function loadRooms(session: Session): Promise<void> {
  const skip = session.store.get().roomsAsked
  change(session, { roomsLoading: true })
  try {
    const page = await session.api.listRooms(skip, PAGE, session.roomTag)
    session.store.set(state => ({
      ...state,
      rooms: putRooms(state.rooms, page.data),
      roomsAsked: skip + PAGE,
      roomsTotal: page.totalCount,
    }))
  } finally {
    change(session, { roomsLoading: false })
  }
}

/** All rooms held so far, anew: those that are gone meanwhile disappear. */
export async function refreshRooms(session: Session): Promise<void> {
  if (session.onlyRoom) return
  const asked = Math.max(session.store.get().roomsAsked, PAGE)
  const page = await session.api.listRooms(0, asked, session.roomTag)
  session.store.set(state => {
    const openRoom = state.openRoomId ? state.rooms[state.openRoomId] : undefined
    const fresh = page.data.map(room => keepRead(room, openRoom))
    const rooms = putRooms(openRoom ? { [openRoom._id]: openRoom } : {}, fresh)
    return { ...state, rooms, roomsAsked: asked, roomsTotal: page.totalCount }
  })
}

/** The list may have been read before the server heard that the open room was. */
function keepRead(room: Room, openRoom: Room | undefined): Room {
  const isSame = room._id === openRoom?._id && room.lastMessage?._id === openRoom.lastMessage?._id
  return isSame && openRoom.unread === 0 ? { ...room, unread: 0 } : room
}

export function firstRoom(session: Session): Room | undefined {
  return sortRooms(session.store.get().rooms)[0]
}

/** Whether this page shows the room at all. */
export function belongs(session: Session, room: Room): boolean {
  if (session.onlyRoom) return room._id === session.onlyRoom
  return !session.roomTag || Boolean(room.roomTags?.includes(session.roomTag))
}

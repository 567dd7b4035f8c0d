import type { LiveEvent } from "../../../client/src/index.ts"
import type {
  LastReadEvent,
  Message,
  MessageDeletedEvent,
  Room,
  RoomPrefEvent,
  TypingEvent,
  UserDeleteMessagesEvent,
} from "../wire/models.ts"
import { dropMessages, emptyConversation, newestId } from "./conversation.ts"
import { isAfter, timesOf } from "./message-times.ts"
import { receive } from "./messages.ts"
import { nameOf } from "./names.ts"
import { closeRoom, markRead } from "./open-room.ts"
import { belongs } from "./room-list.ts"
import { changeRoom, dropRoom, isNews, putRooms, withLastRead } from "./rooms.ts"
import { change, changeConversation, type Session } from "./session.ts"
import { addTypist, dropTypists, TYPING_SHOWN_MS } from "./typists.ts"

/** What the page listens to, each handler named after its event. */
export interface LiveEvents {
  "chat message"(message: Message): void
  room(room: Room): void
  lastRead(event: LastReadEvent): void
  typing(event: TypingEvent): void
  roomPref(event: RoomPrefEvent): void
  messageDeleted(event: MessageDeletedEvent): void
  userDeleteMessages(event: UserDeleteMessagesEvent): void
}

export function hear(events: LiveEvents, { name, payload }: LiveEvent): void {
  const handlers: Record<string, ((payload: never) => void) | undefined> = { ...events }
  handlers[name]?.(payload as never)
}

/** How each socket event changes the state. Before the user is known nothing does: the list comes later. */
export function liveEvents(session: Session): LiveEvents {
  const { store } = session

  return {
    "chat message": message => void take(session, message),

    room(room) {
      if (store.get().phase !== "ready") return
      const isMember = room.status !== 0 && room.members.some(member => member._id === store.get().me._id)
      if (!isMember) loseRoom(session, room._id)
      else if (belongs(session, room))
        store.set(state => ({ ...state, rooms: putRooms(state.rooms, [room]) }))
      markRead(session)
    },

    lastRead({ roomID, memberID, messageID }) {
      const { rooms, conversations, me } = store.get()
      const room = rooms[roomID]
      if (!room) return
      const read = withLastRead(room, memberID, messageID)
      const times = timesOf(conversations[roomID], room.lastMessage)
      const isCaughtUp = memberID === me._id && !isAfter(room.lastMessage?._id ?? "", messageID, times)
      store.set(state => ({
        ...state,
        rooms: { ...state.rooms, [roomID]: isCaughtUp ? { ...read, unread: 0 } : read },
      }))
    },

    typing({ room, sender, senderInfo }) {
      if (sender === store.get().me._id) return
      const until = Date.now() + TYPING_SHOWN_MS
      const typist = { id: sender, name: nameOf(senderInfo) || sender, until }
      store.set(state => ({ ...state, typists: addTypist(state.typists, room, typist) }))
      setTimeout(() => stopTyping(session, room), TYPING_SHOWN_MS + 50)
    },

    roomPref({ room, muted, hidden, sticky }) {
      store.set(state => {
        const pref = { ...state.rooms[room]?.pref, hidden, sticky, muted }
        return { ...state, rooms: changeRoom(state.rooms, room, { muted, pref }) }
      })
    },

    messageDeleted: ({ room, messageID }) =>
      forget(session, room, messageID === "_all" ? "all" : [messageID]),

    userDeleteMessages: ({ room, messages, isUserDeleteAllMessagesInRoom }) =>
      forget(session, room, isUserDeleteAllMessagesInRoom ? "all" : messages),
  }
}

async function take(session: Session, message: Message): Promise<void> {
  const { store } = session
  const roomId = message.room
  const { phase, me, openRoomId, rooms } = store.get()
  if (phase !== "ready") return
  const room = rooms[roomId] ?? (await findRoom(session, roomId))
  if (!room) return
  stopTyping(session, roomId, message.sender._id)

  const isOwn = message.sender._id === me._id
  const isOpen = openRoomId === roomId
  const isUnseen = isOpen && !session.attended && !isOwn && !room.unread && isNews(room, message)
  if (isUnseen) changeConversation(session, roomId, held => ({ ...held, unreadAfter: newestId(held) ?? "" }))
  receive(session, message, { isRead: isOwn || (isOpen && session.attended) })
  if (isOpen && !isOwn) markRead(session)
}

/** A message of a room not in the list yet: it comes with the message already counted. */
async function findRoom(session: Session, roomId: string): Promise<Room | undefined> {
  if (session.onlyRoom && session.onlyRoom !== roomId) return undefined
  const room = await session.api.getRoom(roomId).catch(() => undefined)
  if (!room || !belongs(session, room)) return undefined
  session.store.set(state => ({ ...state, rooms: putRooms(state.rooms, [room]) }))
  return room
}

function stopTyping(session: Session, roomId: string, sender?: string): void {
  session.store.set(state => ({ ...state, typists: dropTypists(state.typists, roomId, Date.now(), sender) }))
}

export function loseRoom(session: Session, roomId: string): void {
  const isOpen = session.store.get().openRoomId === roomId
  session.store.set(state => ({ ...state, rooms: dropRoom(state.rooms, roomId) }))
  if (!isOpen) return
  if (session.onlyRoom) change(session, { unavailable: true })
  else closeRoom(session)
}

function forget(session: Session, roomId: string, ids: string[] | "all"): void {
  changeConversation(session, roomId, held =>
    ids === "all" ? { ...emptyConversation, isLoaded: held.isLoaded } : dropMessages(held, ids),
  )
  session.store.set(state => {
    const last = state.rooms[roomId]?.lastMessage
    const isLost = last && (ids === "all" || ids.includes(last._id))
    return isLost ? { ...state, rooms: changeRoom(state.rooms, roomId, { lastMessage: undefined }) } : state
  })
}

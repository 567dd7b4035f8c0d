import { closeNotices, type Notice, showNotice } from "../connection/notifications.ts"
import { openTabs } from "../connection/other-tabs.ts"
import { isSystem } from "../state/message-kinds.ts"
import { nameOf, roomName } from "../state/names.ts"
import { openRoom } from "../state/open-room.ts"
import { wantsNotices } from "../state/pushes.ts"
import { shownRooms } from "../state/rooms.ts"
import type { Session } from "../state/session.ts"
import { previewOf } from "../ui/message/preview.ts"
import type { Message, RoomView } from "../wire/models.ts"

/** What is older was pushed already, or is no news. */
const FRESH_MS = 60_000

/** Tells of messages by the operating system while nobody looks at the page. @returns a function that ends it. */
export function showNotices(session: Session): () => void {
  const { client, store } = session
  const open = (roomId: string) => void openRoom(session, roomId)
  const tabs = openTabs(userId => store.get().attended && store.get().me._id === userId)
  const tell = async (room: RoomView, message: Message) => {
    if (!(await tabs.areAttended(store.get().me._id)))
      await showNotice(noticeOf(session, room, message), open)
  }
  const ends = [
    tabs.close,
    client.on("message", ({ message, isNew }) => {
      const room = isNew ? roomToTell(session, message) : undefined
      if (room) tell(room, message).catch(() => {})
      if (message.messageType === "recall") close(({ messageId }) => messageId === message._id)
    }),
    client.on("messageDeleted", ({ ids }) => close(({ messageId }) => ids.includes(messageId ?? ""))),
    client.on("room", room => {
      if (!room.unread) close(({ roomId }) => roomId === room._id)
    }),
  ]
  return () => {
    for (const end of ends) end()
    if (store.get().phase === "signedOut") close(() => true)
  }
}

function close(isOver: (notice: Partial<Notice>) => boolean): void {
  closeNotices(isOver).catch(() => {})
}

/** @returns the room of a message that its reader is to be told of (contract: push 3). */
function roomToTell(session: Session, message: Message): RoomView | undefined {
  const { client, store } = session
  const { attended, me, phase } = store.get()
  if (attended || phase !== "ready" || message.delivery || message.sender._id === me._id) return undefined
  if (me.notificationEnabled === false || !wantsNotices(session)) return undefined
  if (client.now() - (message.createdAtMS ?? 0) > FRESH_MS) return undefined
  const room = shownRooms(session, { ...store.get(), rooms: client.rooms }).find(
    ({ _id }) => _id === message.room,
  )
  return room && !room.muted && !room.pref?.muted ? room : undefined
}

function noticeOf(session: Session, room: RoomView, message: Message): Notice {
  const me = session.store.get().me._id
  const title = roomName(room, me) || nameOf(message.sender)
  const words = previewOf(message, me)
  const isSigned = room.roomType !== "direct" && title !== nameOf(message.sender) && !isSystem(message)
  const picture = room.cover || message.sender.avatarUrl
  return {
    messageId: message._id,
    roomId: room._id,
    title,
    body: isSigned ? `${nameOf(message.sender)}: ${words}` : words,
    icon: /^https?:/.test(picture ?? "") ? picture : undefined,
  }
}

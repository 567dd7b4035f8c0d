import type { Message, Picture } from "../wire/models.ts"
import type { Gallery } from "./chat-state.ts"
import { picturesOf } from "./message-kinds.ts"
import { change, type Session } from "./session.ts"

/** A picture that can be looked at large, with who showed it and when. */
export interface Shown {
  /** The same picture keeps it. */
  key: string
  picture: Picture
  message?: Message
}

/** Opens a picture large, with others beside it. */
export function openGallery(session: Session, shown: readonly Shown[], key: string): void {
  const at = shown.findIndex(one => one.key === key)
  const gallery: Gallery = { shown, at: Math.max(0, at) }
  if (shown.length > 0) change(session, { gallery })
}

export function closeGallery(session: Session): void {
  change(session, { gallery: undefined })
}

/** All pictures among the messages of a room that the page shows, the oldest first. */
export function picturesIn(session: Session, roomId: string): Shown[] {
  const { pasts, rooms } = session.store.get()
  const messages = pasts[roomId]?.messages ?? rooms.get(roomId)?.messages ?? []
  return messages.flatMap(shownOf)
}

export function shownOf(message: Message): Shown[] {
  return picturesOf(message).map((picture, n) => ({ key: pictureKey(message, n), picture, message }))
}

/** Names the n-th picture of a message. */
function pictureKey(message: Message, n: number): string {
  return `${message._id}/${n}`
}

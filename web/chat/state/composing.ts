import type { Message } from "../wire/models.ts"
import type { Composing } from "./chat-state.ts"
import type { Session } from "./session.ts"
import { endAll } from "./store.ts"

/** What is written next in the message's room answers it. */
export function startReply(session: Session, message: Message): void {
  compose(session, message.room, { kind: "reply", message })
}

/** The field of the message's room holds its text, to be changed. */
export function startEdit(session: Session, message: Message): void {
  compose(session, message.room, { kind: "edit", message })
}

/** @param roomId the open room unless given. */
export function stopComposing(
  session: Session,
  roomId: string | undefined = session.store.get().openRoomId,
): void {
  if (roomId !== undefined && session.store.get().composing[roomId]) compose(session, roomId, undefined)
}

/** Ends a reply: what is sent now is one. */
export function takeReply(session: Session, roomId: string): { reply?: string } {
  const composing = session.store.get().composing[roomId]
  if (composing?.kind !== "reply") return {}
  stopComposing(session, roomId)
  return { reply: composing.message._id }
}

function compose(session: Session, roomId: string, composing: Composing | undefined): void {
  session.store.set(state => ({ ...state, composing: { ...state.composing, [roomId]: composing } }))
}

/** What is answered or changed is shown as it is now; once it is gone, nothing answers it. @returns a function that ends it. */
export function followComposing(session: Session): () => void {
  const ends = [
    session.client.on("message", ({ message }) => {
      const composing = session.store.get().composing[message.room]
      if (composing?.message._id !== message._id) return
      if (message.messageType === "recall") stopComposing(session, message.room)
      else if (composing.kind === "reply") startReply(session, message)
    }),
    session.client.on("messageDeleted", ({ room, ids }) => {
      const composing = session.store.get().composing[room]
      if (composing && ids.includes(composing.message._id)) stopComposing(session, room)
    }),
  ]
  return endAll(ends)
}

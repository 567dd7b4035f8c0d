import { newMessageId, RequestError } from "../../../client/src/index.ts"
import type { Message } from "../wire/models.ts"
import type { Notice } from "./chat-state.ts"
import { addUnsent, dropMessages, mergeLive, mergeMessages, setDelivery } from "./conversation.ts"
import { withMessage } from "./rooms.ts"
import { change, changeConversation, type Session } from "./session.ts"

const FIRST_PAUSE_MS = 4_000
const LONGEST_PAUSE_MS = 60_000

/** Shows the message at once and sends it; the id chosen here lets it be sent again without doubling it. */
export function sendText(session: Session, roomId: string, text: string): void {
  const now = session.api.now()
  const message: Message = {
    _id: newMessageId(now),
    room: roomId,
    sender: session.store.get().me,
    messageType: "text",
    message: text,
    createdAtMS: now,
  }
  changeConversation(session, roomId, held => addUnsent({ ...held, unreadAfter: undefined }, message))
  void deliver(session, message)
}

export function retry(session: Session, message: Message): void {
  changeConversation(session, message.room, held => setDelivery(held, message._id, "pending"))
  void deliver(session, message)
}

/** What did not reach the server goes out again, oldest first. */
export function resendUnreached(session: Session): void {
  for (const { entries } of Object.values(session.store.get().conversations)) {
    for (const entry of entries) if (entry.delivery === "unreached") retry(session, entry.message)
  }
}

export function discard(session: Session, message: Message): void {
  changeConversation(session, message.room, held => dropMessages(held, [message._id]))
}

export async function editText(session: Session, message: Message, text: string): Promise<void> {
  await replace(session, session.api.editText(message.room, message._id, text), "editFailed")
}

export async function recall(session: Session, message: Message): Promise<void> {
  await replace(session, session.api.recallMessage(message.room, message._id), "recallFailed")
}

export function lastOwnText(session: Session, roomId: string): Message | undefined {
  const { conversations, me } = session.store.get()
  return conversations[roomId]?.entries.findLast(
    ({ message, delivery }) => !delivery && message.sender._id === me._id && message.messageType === "text",
  )?.message
}

/** A message as the server has it now, in its conversation and, if it is the last, in the list. */
export function receive(session: Session, message: Message, options: { isRead: boolean }): void {
  changeConversation(session, message.room, held => mergeLive(held, message))
  session.store.set(state => {
    const room = state.rooms[message.room]
    if (!room) return state
    return { ...state, rooms: { ...state.rooms, [room._id]: withMessage(room, message, options) } }
  })
}

async function deliver(session: Session, message: Message, pauseMs = FIRST_PAUSE_MS): Promise<void> {
  try {
    const stored = await session.api.sendText(message.room, message._id, String(message.message))
    changeConversation(session, message.room, held => mergeMessages(held, [stored]))
    receive(session, stored, { isRead: true })
  } catch (error) {
    const isRefused = error instanceof RequestError && error.isFinal
    changeConversation(session, message.room, held =>
      setDelivery(held, message._id, isRefused ? "refused" : "unreached"),
    )
    if (!isRefused) setTimeout(() => deliverAgain(session, message, pauseMs * 2), pauseMs)
  }
}

/** Unless it went out meanwhile. Without a connection there is no hurry: the catch-up sends it. */
function deliverAgain(session: Session, message: Message, pauseMs: number): void {
  const { link, conversations } = session.store.get()
  const entry = conversations[message.room]?.entries.find(held => held.message._id === message._id)
  if (entry?.delivery !== "unreached" || link !== "online") return
  changeConversation(session, message.room, held => setDelivery(held, message._id, "pending"))
  void deliver(session, message, Math.min(pauseMs, LONGEST_PAUSE_MS))
}

async function replace(session: Session, answer: Promise<Message>, notice: Notice): Promise<void> {
  try {
    receive(session, await answer, { isRead: true })
    change(session, { notice: undefined })
  } catch {
    change(session, { notice })
  }
}

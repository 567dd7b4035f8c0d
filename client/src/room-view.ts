import type { Message, Room } from "./models.ts"
import { mergeMessages, placeOf, storedOf, unsentOf, type ViewMessage, versionOf } from "./timeline.ts"

/** A room as the server shows it to the user, and what is held of its messages. Replaced whenever it changes. */
export interface RoomView extends Room {
  /** In the server's order, without a hole, as far back as loaded; then what is on its way. */
  messages: readonly ViewMessage[]
  /** Messages are held; before, only the last one is kept. */
  isLoaded: boolean
  /** There may be messages before those that are held. */
  hasOlder: boolean
  /** From this place in the room on every message is held; with `hasOlder` false, from the beginning. */
  heldFrom: number
}

/** The room as the server shows it now, with what was held of its messages. */
export function viewOf(room: Room, held?: RoomView): RoomView {
  const { messages = [], isLoaded = false, hasOlder = true, heldFrom = 0 } = held ?? {}
  return { ...room, messages, isLoaded, hasOlder, heldFrom }
}

/** Where what is held of a room begins: at the place of a message, or undefined for the beginning of the room. */
type Begin = number | undefined

/** The newest messages, in order, in the place of all that was held. */
export function withNewest(view: RoomView, page: readonly Message[], begin: Begin): RoomView {
  const messages = mergeMessages(unsentOf(view.messages), page)
  return { ...view, messages, isLoaded: true, hasOlder: begin !== undefined, heldFrom: begin ?? 0 }
}

/** Messages from before those that are held, in order; the last is the first that was. */
export function withOlder(view: RoomView, page: readonly Message[], begin: Begin): RoomView {
  const messages = mergeMessages(view.messages, page)
  return { ...view, messages, hasOlder: begin !== undefined, heldFrom: begin ?? 0 }
}

/** New and changed messages, in order. Older ones than are held stay away: there would be a hole. */
export function withMessages(view: RoomView, page: readonly Message[]): RoomView {
  const unsent = new Set(unsentOf(view.messages).map(({ _id }) => _id))
  const within = page.filter(
    message => (view.isLoaded && placeOf(message) >= view.heldFrom) || unsent.has(message._id),
  )
  if (within.length === 0) return view
  // One that was stored long ago, and acknowledged only now, may stand before those that are held.
  const messages = mergeMessages(view.messages, within).filter(
    message => message.delivery || placeOf(message) >= view.heldFrom,
  )
  // Of a room that is not loaded only the unsent messages are kept.
  return { ...view, messages: view.isLoaded ? messages : unsentOf(messages) }
}

/** Without messages that the user cannot see any more; unread ones among them count no more. */
export function withoutMessages(view: RoomView, ids: readonly string[]): RoomView {
  const gone = new Set(ids)
  const stored = storedOf(view.messages)
  const firstUnread = stored.length - (view.unread ?? 0)
  const unreadGone = stored.filter(({ _id }, i) => gone.has(_id) && i >= firstUnread).length
  const messages = view.messages.filter(({ _id }) => !gone.has(_id))
  const isLastGone = view.lastMessage !== undefined && gone.has(view.lastMessage._id)
  if (messages.length === view.messages.length && !isLastGone) return view
  return {
    ...view,
    messages,
    unread: Math.max(0, (view.unread ?? 0) - unreadGone),
    lastMessage: isLastGone ? storedOf(messages).at(-1) : view.lastMessage,
  }
}

/** After all its messages are gone. */
export function emptied(view: RoomView): RoomView {
  const messages = unsentOf(view.messages)
  return { ...view, messages, hasOlder: false, heldFrom: 0, lastMessage: undefined, unread: 0 }
}

/** Edits arrive like messages, with the id and time they always had: those are not news. */
export function isNews({ lastMessage: last }: Room, message: Message): boolean {
  return !last || (last._id !== message._id && placeOf(message) > placeOf(last))
}

/** The room after a message was said or changed in it. Saying something is reading all before it. */
export function withLast(view: RoomView, message: Message, me: string): RoomView {
  const last = view.lastMessage
  if (last?._id === message._id)
    return versionOf(last) <= versionOf(message) ? { ...view, lastMessage: message } : view
  if (!isNews(view, message)) return view
  const isOwn = message.sender._id === me
  return {
    ...view,
    lastMessage: message,
    unread: isOwn ? 0 : (view.unread ?? 0) + 1,
    isMentioned: !isOwn && (view.isMentioned || Boolean(message.mentions?.includes(me))),
  }
}

/** A member has read up to a message. @returns whether the number of own unread messages is certain. */
export function withLastRead(
  view: RoomView,
  { client, messageId, me }: { client: string; messageId: string; me: string },
): { view: RoomView; isCertain: boolean } {
  const properties = view.memberProperties ?? []
  const isKnown = properties.some(property => property.client === client)
  const moved = properties.map(one => (one.client === client ? { ...one, lastRead: messageId } : one))
  const memberProperties = isKnown ? moved : [...properties, { client, lastRead: messageId }]
  const read = { ...view, memberProperties }
  if (client !== me) return { view: read, isCertain: true }
  if (view.lastMessage?._id === messageId)
    return { view: { ...read, unread: 0, isMentioned: false }, isCertain: true }
  const stored = storedOf(view.messages)
  const at = stored.findIndex(({ _id }) => _id === messageId)
  if (at < 0) return { view: read, isCertain: false }
  return { view: { ...read, unread: stored.length - at - 1 }, isCertain: true }
}

/** Whether a user is in the room, by name or through a group. */
export function isIn({ members, memberProperties }: Room, id: string): boolean {
  return (
    members.some(({ _id }) => _id === id) || Boolean(memberProperties?.some(({ client }) => client === id))
  )
}

import type { Message, RoomView } from "../wire/models.ts"
import type { Past } from "./chat-state.ts"

const placeOf = ({ roomSeq = Number.POSITIVE_INFINITY }: Message) => roomSeq
const versionOf = ({ updatedAtMS, createdAtMS }: Message) => updatedAtMS ?? createdAtMS

/** Whether nothing is missing between a part of the history and the newest messages. */
export function isJoined(past: Past, room: RoomView): boolean {
  return room.isLoaded && past.upTo >= room.heldFrom - 1
}

/** What a room shows: its newest messages, or a part of its history, or both where they meet. */
export function shownMessages(room: RoomView, past: Past | undefined): readonly Message[] {
  if (!past) return room.messages
  if (!isJoined(past, room)) return past.messages
  return [...past.messages.filter(message => placeOf(message) < room.heldFrom), ...room.messages]
}

/** There may be messages above what is shown. */
export function hasOlder(room: RoomView, past: Past | undefined): boolean {
  return past ? past.hasOlder : room.hasOlder
}

/** With a page from before, in order. @param isFull there may be more. */
export function withOlder(past: Past, page: readonly Message[], isFull: boolean): Past {
  return { ...past, messages: merge(page, past.messages), hasOlder: isFull }
}

/** With a page from after, in order. */
export function withNewer(past: Past, page: readonly Message[]): Past {
  const last = page.at(-1)
  return {
    ...past,
    messages: merge(past.messages, page),
    upTo: last ? Math.max(past.upTo, placeOf(last)) : past.upTo,
  }
}

function merge(above: readonly Message[], below: readonly Message[]): Message[] {
  const known = new Set(above.map(({ _id }) => _id))
  return [...above, ...below.filter(({ _id }) => !known.has(_id))]
}

/** With a message as it is now; undefined where nothing changes. */
export function withChanged(past: Past, message: Message): Past | undefined {
  const at = past.messages.findIndex(({ _id }) => _id === message._id)
  const held = past.messages[at]
  if (!held || versionOf(held) > versionOf(message)) return undefined
  return { ...past, messages: past.messages.with(at, message) }
}

/** Without some messages; undefined where nothing changes. */
export function withoutGone(past: Past, ids: readonly string[]): Past | undefined {
  const gone = new Set(ids)
  const messages = past.messages.filter(({ _id }) => !gone.has(_id))
  return messages.length < past.messages.length ? { ...past, messages } : undefined
}

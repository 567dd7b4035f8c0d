import type { Message } from "../wire/models.ts"

/** pending: on its way. unreached: the server was not there, goes out again by itself. refused: only by hand. */
export type Delivery = "pending" | "unreached" | "refused"

export interface Entry {
  message: Message
  /** Absent once the server has it. */
  delivery?: Delivery
}

export interface Conversation {
  /** Oldest first; what the server does not have yet stands at the end. */
  entries: Entry[]
  /** The newest page is there; until then what arrives live would leave a hole above it. */
  isLoaded: boolean
  hasOlder: boolean
  loading: "first" | "older" | "no"
  failed: boolean
  /** Where reading stopped: newer messages of others stand below the unread divider. */
  unreadAfter?: string
  /** Changes later than this may not have arrived: the connection was gone. */
  missedSince?: number
}

export const emptyConversation: Conversation = {
  entries: [],
  isLoaded: false,
  hasOlder: false,
  loading: "no",
  failed: false,
}

/** Adds or replaces by id. An older version of a message never overwrites a newer one. */
export function mergeMessages(conversation: Conversation, messages: Message[]): Conversation {
  const byId = new Map(conversation.entries.map(entry => [entry.message._id, entry]))
  for (const message of messages) {
    const known = byId.get(message._id)
    if (known && !known.delivery && versionOf(known.message) > versionOf(message)) continue
    byId.set(message._id, { message })
  }
  return { ...conversation, entries: [...byId.values()].filter(isShown).sort(inOrder) }
}

/** The newest page, at first or after a time away. If it does not reach what is held, the older part is dropped. */
export function mergeNewestPage(conversation: Conversation, page: Message[], isFull: boolean): Conversation {
  const { entries, isLoaded } = conversation
  const held = new Set(entries.filter(entry => !entry.delivery).map(entry => entry.message._id))
  if (isLoaded && page.some(message => held.has(message._id))) return mergeMessages(conversation, page)
  const newest = page[0]?.createdAtMS ?? 0
  const kept = entries.filter(entry => entry.delivery || entry.message.createdAtMS >= newest)
  return mergeMessages({ ...conversation, entries: kept, isLoaded: true, hasOlder: isFull }, page)
}

/** A message that arrived live. While nothing has been asked for, the first page will bring it. */
export function mergeLive(conversation: Conversation, message: Message): Conversation {
  const isHeld = conversation.isLoaded || conversation.loading === "first"
  return isHeld ? mergeMessages(conversation, [message]) : conversation
}

/** Messages by their last change. What is older than all that is held stays away: there would be a hole below it. */
export function mergeChanges(conversation: Conversation, changed: Message[]): Conversation {
  const oldest = conversation.entries.find(entry => !entry.delivery)
  if (!conversation.isLoaded || !oldest) return conversation
  const within = changed.filter(message => inOrder({ message }, oldest) >= 0)
  return mergeMessages(conversation, within)
}

/** Since when changes to what is held are missing. Nothing changed before the oldest of it was made. */
export function missingSince({ entries, missedSince }: Conversation): number | undefined {
  const oldest = entries.find(entry => !entry.delivery)?.message
  return missedSince !== undefined && oldest ? Math.max(missedSince, oldest.createdAtMS - 1) : missedSince
}

/** From here on changes may be missed, unless some already are. */
export function noteGap(conversation: Conversation): Conversation {
  const { entries, isLoaded, missedSince } = conversation
  if (!isLoaded || missedSince !== undefined) return conversation
  const times = entries.filter(entry => !entry.delivery).map(entry => versionOf(entry.message))
  return times.length > 0 ? { ...conversation, missedSince: Math.max(...times) } : conversation
}

export function addUnsent(conversation: Conversation, message: Message): Conversation {
  return { ...conversation, entries: [...conversation.entries, { message, delivery: "pending" }] }
}

export function setDelivery(conversation: Conversation, id: string, delivery: Delivery): Conversation {
  const entries = conversation.entries.map(entry =>
    entry.message._id === id && entry.delivery ? { ...entry, delivery } : entry,
  )
  return { ...conversation, entries }
}

export function dropMessages(conversation: Conversation, ids: string[]): Conversation {
  const gone = new Set(ids)
  return { ...conversation, entries: conversation.entries.filter(entry => !gone.has(entry.message._id)) }
}

export function oldestId(conversation: Conversation): string | undefined {
  return conversation.entries.find(entry => !entry.delivery)?.message._id
}

export function newestId(conversation: Conversation): string | undefined {
  return conversation.entries.findLast(entry => !entry.delivery)?.message._id
}

export function versionOf(message: Message): number {
  return message.updatedAtMS ?? message.createdAtMS
}

function isShown({ message }: Entry): boolean {
  return !message.isHidden
}

function inOrder(a: Entry, b: Entry): number {
  const unsent = Number(Boolean(a.delivery)) - Number(Boolean(b.delivery))
  if (unsent) return unsent
  const [first, second] = [a.message._id, b.message._id]
  return a.message.createdAtMS - b.message.createdAtMS || Number(first > second) - Number(first < second)
}

import type { Message, MissedInRoom } from "../wire/models.ts"

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
  /** Deleted while a page was on its way, which may still bring them. */
  gone?: string[]
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
    if (conversation.gone?.includes(message._id)) continue
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
  const oldest = page.at(-1)?.createdAtMS ?? 0
  const kept = entries.filter(entry => entry.delivery || entry.message.createdAtMS >= oldest)
  return mergeMessages({ ...conversation, entries: kept, isLoaded: true, hasOlder: isFull }, page)
}

/** A message that arrived live. While nothing has been asked for, the first page will bring it. */
export function mergeLive(conversation: Conversation, message: Message): Conversation {
  const isHeld = conversation.isLoaded || conversation.loading === "first"
  return isHeld ? mergeMessages(conversation, [message]) : conversation
}

/** New and changed messages. What is older than all that is held stays away: there would be a hole below it. */
export function mergeChanges(conversation: Conversation, changed: Message[]): Conversation {
  const { isLoaded, loading, hasOlder } = conversation
  if (!isLoaded && loading !== "first") return conversation
  const oldest = conversation.entries.find(entry => !entry.delivery)
  const within = changed.filter(
    message => !isLoaded || !hasOlder || !oldest || inOrder({ message }, oldest) >= 0,
  )
  return mergeMessages(conversation, within)
}

/** What was missed in a room. Taken afresh, its newest messages stand for all that was held. */
export function mergeMissed(
  conversation: Conversation,
  { afresh, messages, deleted }: Omit<MissedInRoom, "room">,
  limit: number,
): Conversation {
  if (!afresh) return mergeChanges(dropMessages(conversation, deleted), messages)
  if (!conversation.isLoaded) return conversation
  return mergeMessages({ ...onlyUnsent(conversation), hasOlder: messages.length >= limit }, messages)
}

export function onlyUnsent(conversation: Conversation): Conversation {
  return { ...conversation, entries: conversation.entries.filter(entry => entry.delivery) }
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
  const dropped = new Set(ids)
  const entries = conversation.entries.filter(entry => !dropped.has(entry.message._id))
  const gone = conversation.loading === "no" ? undefined : [...(conversation.gone ?? []), ...ids]
  return { ...conversation, entries, gone }
}

export function oldestId(conversation: Conversation): string | undefined {
  return conversation.entries.find(entry => !entry.delivery)?.message._id
}

export function newestId(conversation: Conversation): string | undefined {
  return conversation.entries.findLast(entry => !entry.delivery)?.message._id
}

function versionOf(message: Message): number {
  return message.updatedAtMS ?? message.createdAtMS
}

function isShown({ message }: Entry): boolean {
  return !message.isHidden
}

function inOrder(a: Entry, b: Entry): number {
  const unsent = Number(Boolean(a.delivery)) - Number(Boolean(b.delivery))
  if (unsent) return unsent
  if (a.message.roomSeq !== undefined && b.message.roomSeq !== undefined)
    return a.message.roomSeq - b.message.roomSeq
  const [first, second] = [a.message._id, b.message._id]
  return a.message.createdAtMS - b.message.createdAtMS || Number(first > second) - Number(first < second)
}

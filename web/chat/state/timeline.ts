import type { Message } from "../wire/models.ts"
import type { Conversation, Entry } from "./conversation.ts"
import { isSystem } from "./message-kinds.ts"
import { isAfter, type MessageTimes } from "./message-times.ts"

/** What the conversation view draws, one below the other. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string }
  | { kind: "system"; key: string; message: Message }
  | { kind: "bubble"; key: string; entry: Entry; isOwn: boolean; isFirst: boolean; isLast: boolean }

const GROUP_MS = 5 * 60_000

export function buildTimeline(
  { entries, unreadAfter }: Conversation,
  me: string,
  times: MessageTimes,
): Row[] {
  const rows: Row[] = []
  let previous: Message | undefined
  let isDivided = unreadAfter === undefined
  for (const entry of entries) {
    const { message } = entry
    const isNewDay = !previous || dayOf(previous) !== dayOf(message)
    if (isNewDay) rows.push({ kind: "day", key: `day-${dayOf(message)}`, at: message.createdAtMS })
    const isUnread = !isDivided && message.sender._id !== me && isAfter(message._id, unreadAfter ?? "", times)
    if (isUnread) {
      rows.push({ kind: "unread", key: "unread" })
      isDivided = true
    }
    rows.push(rowOf(entry, me, isNewDay || isUnread ? undefined : rows.at(-1)))
    previous = message
  }
  return rows
}

function rowOf(entry: Entry, me: string, above: Row | undefined): Row {
  const { message } = entry
  const key = message._id
  if (isSystem(message)) return { kind: "system", key, message }
  const joins = above?.kind === "bubble" && isSameGroup(above.entry.message, message)
  if (joins) above.isLast = false
  return { kind: "bubble", key, entry, isOwn: message.sender._id === me, isFirst: !joins, isLast: true }
}

function isSameGroup(a: Message, b: Message): boolean {
  return a.sender._id === b.sender._id && b.createdAtMS - a.createdAtMS < GROUP_MS
}

function dayOf(message: Message): string {
  return new Date(message.createdAtMS).toDateString()
}

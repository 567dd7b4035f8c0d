import type { Message, RoomView } from "../wire/models.ts"
import { isSystem } from "./message-kinds.ts"
import { isBelow } from "./receipts.ts"

/** What the conversation view draws, one below the other. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string }
  | { kind: "system"; key: string; message: Message }
  | { kind: "bubble"; key: string; message: Message; isOwn: boolean; isFirst: boolean; isLast: boolean }

const GROUP_MS = 5 * 60_000

/** @param unreadAfter the id after which others' messages are new; undefined for no divider. */
export function buildTimeline(room: RoomView, unreadAfter: string | undefined, me: string): Row[] {
  const rows: Row[] = []
  let previous: Message | undefined
  let isDivided = unreadAfter === undefined
  for (const message of room.messages) {
    const isNewDay = !previous || dayOf(previous) !== dayOf(message)
    if (isNewDay) rows.push({ kind: "day", key: `day-${dayOf(message)}`, at: message.createdAtMS })
    const isUnread = !isDivided && message.sender._id !== me && isBelow(room, message, unreadAfter ?? "")
    if (isUnread) {
      rows.push({ kind: "unread", key: "unread" })
      isDivided = true
    }
    rows.push(rowOf(message, me, isNewDay || isUnread ? undefined : rows.at(-1)))
    previous = message
  }
  return rows
}

function rowOf(message: Message, me: string, above: Row | undefined): Row {
  const key = message._id
  if (isSystem(message)) return { kind: "system", key, message }
  const joins = above?.kind === "bubble" && isSameGroup(above.message, message)
  if (joins) above.isLast = false
  return { kind: "bubble", key, message, isOwn: message.sender._id === me, isFirst: !joins, isLast: true }
}

function isSameGroup(a: Message, b: Message): boolean {
  return a.sender._id === b.sender._id && b.createdAtMS - a.createdAtMS < GROUP_MS
}

function dayOf(message: Message): string {
  return new Date(message.createdAtMS).toDateString()
}

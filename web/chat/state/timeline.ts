import type { Message, Room } from "../wire/models.ts"
import { isSystem } from "./message-kinds.ts"
import { learnPlace } from "./places.ts"
import { isBelow } from "./receipts.ts"

/** A message as the conversation draws it. Stays the same object as long as it looks the same. */
export interface Row {
  key: string
  kind: "system" | "bubble"
  message: Message
  isOwn: boolean
  /** First and last of a group: messages of one sender within minutes. */
  isFirst: boolean
  isLast: boolean
  /** Its day begins with it, ms since the epoch: the day's name stands above it. */
  day?: number
  /** The unread divider stands above it. */
  isDivided: boolean
}

export interface Timeline {
  messages: readonly Message[]
  rows: readonly Row[]
  divider?: string
  me: string
}

export interface TimelineSource {
  room: Room
  messages: readonly Message[]
  /** The id after which others' messages are new; undefined for no divider. */
  unreadAfter: string | undefined
  me: string
}

const GROUP_MS = 5 * 60_000

/** Rows of a list of messages. Those of `before` are kept as far as they look the same: what comes costs what it is. */
export function buildTimeline(source: TimelineSource, before?: Timeline): Timeline {
  const { messages, me } = source
  const known = before?.me === me ? before : undefined
  const { head, tail } = overlap(known?.messages ?? [], messages)
  const fresh = messages.slice(head, messages.length - tail)
  for (const message of fresh) learnPlace(message)
  const divider = dividerOf(source)
  if (known?.messages === messages && known.divider === divider) return known
  const drawn = known?.rows ?? []
  const rows = drawn.slice(0, head).concat(
    fresh.map((_, i) => rowAt(messages, head + i, me, divider)),
    tail > 0 ? drawn.slice(-tail) : [],
  )
  const redraw = (i: number) => {
    const row = rows[i]
    if (row) rows[i] = unlessSame(row, rowAt(messages, i, me, divider))
  }
  redraw(head - 1)
  redraw(messages.length - tail)
  if (divider !== known?.divider) {
    for (const id of [divider, known?.divider]) {
      const at = id === undefined ? -1 : rows.findLastIndex(({ key }) => key === id)
      if (at >= 0) for (const i of [at - 1, at]) redraw(i)
    }
  }
  return { messages, rows, divider, me }
}

/** How many messages at the beginning and at the end of two lists are the same. */
function overlap(a: readonly Message[], b: readonly Message[]): { head: number; tail: number } {
  if (a === b) return { head: a.length, tail: 0 }
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a[head] === b[head]) head++
  let tail = 0
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  return { head, tail }
}

function rowAt(messages: readonly Message[], i: number, me: string, divider: string | undefined): Row {
  const message = messages[i] as Message
  const above = messages[i - 1]
  const below = messages[i + 1]
  const { _id: key, createdAtMS } = message
  return {
    key,
    kind: isSystem(message) ? "system" : "bubble",
    message,
    isOwn: message.sender._id === me,
    isFirst: !above || key === divider || !isSameGroup(above, message),
    isLast: !below || below._id === divider || !isSameGroup(message, below),
    day: above && dayOf(above) === dayOf(message) ? undefined : createdAtMS,
    isDivided: key === divider,
  }
}

function unlessSame(row: Row, next: Row): Row {
  const isSame = (Object.keys(next) as (keyof Row)[]).every(name => row[name] === next[name])
  return isSame ? row : next
}

/** The first message of another that is new. */
function dividerOf({ room, messages, unreadAfter, me }: TimelineSource): string | undefined {
  if (unreadAfter === undefined) return undefined
  const isOther = ({ sender }: Message) => sender._id !== me
  if (unreadAfter === "") return messages.find(isOther)?._id
  let first: Message | undefined
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as Message
    if (!isBelow(room, message, unreadAfter)) break
    if (isOther(message)) first = message
  }
  return first?._id
}

function isSameGroup(a: Message, b: Message): boolean {
  if (isSystem(a) || isSystem(b) || a.sender._id !== b.sender._id) return false
  return b.createdAtMS - a.createdAtMS < GROUP_MS && dayOf(a) === dayOf(b)
}

function dayOf({ createdAtMS }: Message): number {
  return new Date(createdAtMS).setHours(0, 0, 0, 0)
}

import { setImmediate } from "node:timers/promises"
import { dayOf } from "../lib/clock.ts"
import { pageActive } from "../store/active-clients.ts"
import {
  countMade,
  countPushes,
  type DayStats,
  pageSenders,
  type SentPlace,
  type Span,
} from "../store/daily-stats.ts"
import type { Context } from "./context.ts"

/** Rows that are read in one go: others have their turn in between. */
const step = 2000

/** What outcomes of pushes mean to a statistic (wire/push-outcomes.ts). */
const meaning = {
  pushesSent: ["sent"],
  pushesFailed: ["refused", "gone", "expired", "unconfigured"],
  pushesSuppressed: ["online", "withdrawn", "unregistered"],
} as const

/** The messages of a span, and who sent them. */
export interface Sent {
  messages: number
  senders: ReadonlySet<string>
}

/** Reads one span by the index of times, step by step. */
export async function countSent({ db }: Context, span: Span): Promise<Sent> {
  const senders = new Set<string>()
  let messages = 0
  let after: SentPlace = { createdAt: span.from, id: "" }
  for (;;) {
    const rows = await pageSenders(db, span, after, step)
    for (const row of rows) senders.add(row.senderId)
    messages += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < step) return { messages, senders }
    after = last
    await setImmediate()
  }
}

/** All that is told of one span within a day. @param parts what was sent in it. */
export async function countDay({ db }: Context, span: Span, parts: readonly Sent[]): Promise<DayStats> {
  const day = dayOf(span.from)
  const active = new Set(parts.flatMap(({ senders }) => [...senders]))
  for (let after = ""; ; ) {
    const ids = await pageActive(db, day, { after, limit: step })
    for (const id of ids) active.add(id)
    after = ids.at(-1) ?? ""
    if (ids.length < step) break
    await setImmediate()
  }
  const outcomes = await countPushes(db, span, Object.values(meaning).flat())
  const sum = (of: readonly string[]) => of.reduce((all, outcome) => all + (outcomes.get(outcome) ?? 0), 0)
  return {
    day,
    messages: parts.reduce((all, part) => all + part.messages, 0),
    activeClients: active.size,
    newClients: await countMade(db, "clients", span),
    newRooms: await countMade(db, "rooms", span),
    pushesSent: sum(meaning.pushesSent),
    pushesFailed: sum(meaning.pushesFailed),
    pushesSuppressed: sum(meaning.pushesSuppressed),
  }
}

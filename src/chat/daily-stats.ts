import { dayOf } from "../lib/clock.ts"
import { forgetActive } from "../store/active-clients.ts"
import { type DayStats, insertDay, listDays } from "../store/daily-stats.ts"
import type { Context } from "./context.ts"
import { countDay, countSent, type Sent } from "./day-counts.ts"

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What another process commits may come so much later than its time. */
const lateMs = 60_000

const startOf = (day: string) => Date.parse(day)

/** The days before an instant's own, the oldest first. */
const daysBefore = (now: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => dayOf(startOf(dayOf(now)) - (count - i) * dayMs))

/**
 * The last days, UTC, the oldest first; the last one is today so far. A day that is over is counted once and kept.
 * @param count how many, today included.
 */
export async function getDailyStats(ctx: Context, count: number): Promise<DayStats[]> {
  const now = ctx.clock()
  const past = await countMissing(ctx, daysBefore(now, count - 1))
  return [...past, await countToday(ctx, now)]
}

/** Days that are counted unasked, however long the server was away. */
const week = 7

/** Has the days that are over counted and kept, so that nobody has to wait for them. */
export async function closeDays(ctx: Context): Promise<void> {
  const days = daysBefore(ctx.clock() - lateMs, week)
  await countMissing(ctx, days)
  const [first = ""] = days
  while ((await ctx.db.writeSoon(tx => forgetActive(tx, first, 1000))) === 1000) {}
}

const counting = new WeakMap<Context, Map<string, Promise<DayStats>>>()

async function countMissing(ctx: Context, days: readonly string[]): Promise<DayStats[]> {
  const [first] = days
  if (first === undefined) return []
  const kept = new Map((await listDays(ctx.db, first)).map(stats => [stats.day, stats]))
  const all: DayStats[] = []
  for (const day of days) all.push(kept.get(day) ?? (await countOnce(ctx, day)))
  return all
}

/** Whoever asks while a day is being counted waits for the same count. */
function countOnce(ctx: Context, day: string): Promise<DayStats> {
  const underWay = counting.get(ctx) ?? new Map<string, Promise<DayStats>>()
  counting.set(ctx, underWay)
  const asked = underWay.get(day) ?? countPast(ctx, day).finally(() => underWay.delete(day))
  underWay.set(day, asked)
  return asked
}

async function countPast(ctx: Context, day: string): Promise<DayStats> {
  const from = startOf(day)
  const span = { from, to: from + dayMs }
  const stats = await countDay(ctx, span, [await countSent(ctx, span)])
  if (ctx.clock() >= span.to + lateMs) await ctx.db.write(tx => insertDay(tx, stats), "daily stats")
  return stats
}

/** Hours of today that are over, by their beginning: they need not be read again. */
const hours = new WeakMap<Context, Map<number, Sent>>()

async function countToday(ctx: Context, now: number): Promise<DayStats> {
  const span = { from: startOf(dayOf(now)), to: now + 1 }
  const known = hours.get(ctx) ?? new Map<number, Sent>()
  hours.set(ctx, known)
  for (const hour of known.keys()) if (hour < span.from) known.delete(hour)
  const parts: Sent[] = []
  for (let from = span.from; from < span.to; from += hourMs) {
    const part = known.get(from) ?? (await countSent(ctx, { from, to: from + hourMs }))
    if (now >= from + hourMs + lateMs) known.set(from, part)
    parts.push(part)
  }
  return countDay(ctx, span, parts)
}

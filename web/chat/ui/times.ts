import { locale, text } from "../text/text.ts"

const DAY_MS = 24 * 60 * 60_000

/** A format costs a good part of a frame, so each is made when it is needed first. */
const formats = new Map<string, Intl.DateTimeFormat>()

export function clockTime(at: number): string {
  return format("clock", at)
}

/** In the list: the clock today, then the weekday, then the date. */
export function listTime(at: number): string {
  const days = daysAgo(at)
  if (days <= 0) return clockTime(at)
  if (days === 1) return text.yesterday
  return days < 7 ? format("weekday", at) : shortDate(at)
}

export function dayName(at: number): string {
  const days = daysAgo(at)
  if (days === 0) return text.today
  if (days === 1) return text.yesterday
  return format(isThisYear(at) ? "day" : "dayAndYear", at)
}

export function fullTime(at: number): string {
  return `${format("dayAndYear", at)}, ${clockTime(at)}`
}

function shortDate(at: number): string {
  return format(isThisYear(at) ? "date" : "dateAndYear", at)
}

function daysAgo(at: number): number {
  return Math.round((startOfDay(Date.now()) - startOfDay(at)) / DAY_MS)
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

function isThisYear(at: number): boolean {
  return new Date(at).getFullYear() === new Date().getFullYear()
}

const options = {
  clock: { hour: "numeric", minute: "2-digit" },
  weekday: { weekday: "short" },
  date: { day: "numeric", month: "short" },
  dateAndYear: { day: "numeric", month: "short", year: "numeric" },
  day: { weekday: "long", day: "numeric", month: "long" },
  dayAndYear: { day: "numeric", month: "long", year: "numeric" },
} satisfies Record<string, Intl.DateTimeFormatOptions>

/** Where the page's language leaves the region open, the browser's decides how hours are counted. */
function hourCycle() {
  if (locale.includes("-")) return undefined
  return new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hourCycle
}

function format(name: keyof typeof options, at: number): string {
  const key = `${locale} ${name}`
  const made =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options[name], hourCycle: hourCycle() })
  formats.set(key, made)
  return made.format(at)
}

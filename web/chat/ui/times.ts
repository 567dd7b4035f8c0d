import { text } from "../text/text.ts"

const DAY_MS = 24 * 60 * 60_000

let formats = createFormats()

/** The words are English; what the user's region decides is the clock. */
export function setLocale(locale: string): void {
  try {
    formats = createFormats(locale)
  } catch {
    // An unknown locale leaves the browser's own.
  }
}

export function clockTime(at: number): string {
  return formats.clock.format(at)
}

/** In the list: the clock today, then the weekday, then the date. */
export function listTime(at: number): string {
  const days = daysAgo(at)
  if (days <= 0) return clockTime(at)
  if (days === 1) return text.yesterday
  return days < 7 ? formats.weekday.format(at) : shortDate(at)
}

export function dayName(at: number): string {
  const days = daysAgo(at)
  if (days === 0) return text.today
  if (days === 1) return text.yesterday
  return (isThisYear(at) ? formats.day : formats.dayAndYear).format(at)
}

export function fullTime(at: number): string {
  return `${formats.dayAndYear.format(at)}, ${clockTime(at)}`
}

function shortDate(at: number): string {
  return (isThisYear(at) ? formats.date : formats.dateAndYear).format(at)
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

function createFormats(locale = navigator.language) {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions()
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale.startsWith("en") ? locale : "en", options)
  return {
    clock: format({ hour: hourCycle === "h23" ? "2-digit" : "numeric", minute: "2-digit", hourCycle }),
    weekday: format({ weekday: "short" }),
    date: format({ day: "numeric", month: "short" }),
    dateAndYear: format({ day: "numeric", month: "short", year: "numeric" }),
    day: format({ weekday: "long", day: "numeric", month: "long" }),
    dayAndYear: format({ day: "numeric", month: "long", year: "numeric" }),
  }
}

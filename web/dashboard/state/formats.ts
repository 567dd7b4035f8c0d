const steps: [string, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
]

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"]

/** How times and numbers are written in a language, on this machine's clock. */
export function createFormats(language: string) {
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" })
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" })
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" })
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" })
  const number = new Intl.NumberFormat(language)
  const compact = new Intl.NumberFormat(language, { notation: "compact" })

  return {
    dateTime: (ms: number) => dateTime.format(ms),
    exact: (ms: number) => exact.format(ms),
    clock: (ms: number) => clock.format(ms),
    /** @param name `2026-11-21`, a day of the server. */
    day: (name: string) => day.format(Date.parse(`${name}T00:00:00Z`)),
    number: (count: number) => number.format(count),
    compact: (count: number) => compact.format(count),

    /** The largest unit that fits: "3 days", "12 minutes". */
    duration(ms: number): string {
      const [unit, size] = steps.find(([, size]) => ms >= size) ?? (["second", 1000] as const)
      const count = Math.floor(ms / size)
      return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count)
    },

    bytes(count: number): string {
      const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(count || 1) / 3)))
      const format = { style: "unit", unit: byteUnits[power], maximumFractionDigits: 1 } as const
      return new Intl.NumberFormat(language, format).format(count / 1000 ** power)
    },
  }
}

export type Formats = ReturnType<typeof createFormats>

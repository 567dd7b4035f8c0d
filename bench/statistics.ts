/** The value below which this share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** The median of each field over several rounds. */
export function medians<Round extends Record<string, number>>(rounds: readonly Round[]): Round {
  const fields = Object.keys(rounds[0] ?? {})
  return Object.fromEntries(
    fields.map(field => [field, median(rounds.map(round => round[field] as number))]),
  ) as Round
}

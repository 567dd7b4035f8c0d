/** One line of the result: what we measured beside what it is compared with. */
export interface Figure {
  quantity: string
  unit: string
  /** The bare server's, unless `quantity` says otherwise; null where there is nothing to compare with. */
  reference: number | null
  ours: number
  /** The most that ours ÷ reference may be; null where nothing is promised. */
  limit: number | null
}

export const ratioOf = ({ reference, ours }: Figure): number | null =>
  reference === null ? null : ours / reference

export function isMet(figure: Figure): boolean | null {
  const ratio = ratioOf(figure)
  return ratio === null || figure.limit === null ? null : ratio <= figure.limit
}

const short = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** Figures as plain text, aligned for reading. */
export function tableOf(title: string, figures: readonly Figure[]): string {
  const head = ["", "reference", "ours", "ratio", "target", ""]
  const lines = figures.map(figure => {
    const ratio = ratioOf(figure)
    const met = isMet(figure)
    return [
      figure.quantity,
      figure.reference === null ? "" : `${short(figure.reference)} ${figure.unit}`,
      `${short(figure.ours)} ${figure.unit}`,
      ratio === null ? "" : ratio.toFixed(2),
      figure.limit === null ? "" : `≤ ${figure.limit}`,
      met === null ? "" : met ? "pass" : "MISS",
    ]
  })
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map(line => (line[column] as string).length)),
  )
  const write = (line: string[]) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join("  ")
      .trimEnd()
  return [`\n${title}`, write(head), ...lines.map(write)].join("\n")
}

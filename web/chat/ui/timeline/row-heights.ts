interface Keyed {
  key: string
}

/** What a row is taken to need until it was drawn, px. */
const GUESS_PX = 50

/** How tall rows are, and so where each of them stands: measured where drawn, else guessed. */
export interface RowHeights {
  setRows(rows: readonly Keyed[]): void
  /** @returns whether that is news. */
  measure(index: number, px: number): boolean
  /** How much is above a row; with the number of rows, how much there is at all. */
  offsetOf(index: number): number
  /** The row at an offset; the first or the last beyond them. */
  indexAt(offset: number): number
}

export function createRowHeights(): RowHeights {
  const measured = new Map<string, number>()
  let rows: readonly Keyed[] = []
  let heights = new Float64Array(0)
  /** Sums of the heights above each row, right up to `valid`. */
  let offsets = new Float64Array(1)
  let valid = 0

  const offsetOf = (index: number) => {
    for (; valid < index; valid++)
      offsets[valid + 1] = (offsets[valid] as number) + (heights[valid] as number)
    return offsets[index] as number
  }

  return {
    offsetOf,
    setRows(next) {
      if (next === rows) return
      const { head, tail } = overlap(rows, next)
      const old = heights
      heights = new Float64Array(next.length)
      heights.set(old.subarray(0, head))
      heights.set(old.subarray(rows.length - tail), next.length - tail)
      for (let i = head; i < next.length - tail; i++)
        heights[i] = measured.get((next[i] as Keyed).key) ?? GUESS_PX
      const sums = new Float64Array(next.length + 1)
      valid = Math.min(valid, head)
      sums.set(offsets.subarray(0, valid + 1))
      offsets = sums
      rows = next
    },
    measure(index, px) {
      const row = rows[index]
      if (!row || Math.abs((heights[index] as number) - px) < 0.5) return false
      measured.set(row.key, px)
      heights[index] = px
      valid = Math.min(valid, index)
      return true
    },
    indexAt(offset) {
      let [from, to] = [0, Math.max(0, rows.length - 1)]
      while (from < to) {
        const middle = (from + to + 1) >> 1
        if (offsetOf(middle) <= offset) from = middle
        else to = middle - 1
      }
      return from
    },
  }
}

/** How many rows at the beginning and at the end are still the same ones. */
function overlap(a: readonly Keyed[], b: readonly Keyed[]): { head: number; tail: number } {
  const isSame = (one: Keyed | undefined, other: Keyed | undefined) =>
    one === other || one?.key === other?.key
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && isSame(a[head], b[head])) head++
  let tail = 0
  while (tail < most - head && isSame(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail++
  return { head, tail }
}

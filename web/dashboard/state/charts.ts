/** A round number not below `highest`, and what stands at the axis up to it. */
export function axisOf(highest: number): { top: number; ticks: number[] } {
  const step = roundUp(Math.max(1, highest / 4))
  const count = Math.max(1, Math.ceil(highest / step))
  return { top: step * count, ticks: Array.from({ length: count + 1 }, (_, n) => n * step) }
}

/** 1, 2 or 5 with noughts behind. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 5, 10].find(one => one * power >= value) ?? 10
  return factor * power
}

/** Which of `length` places get a word, when each word takes `each` pixels of `width`; always the last. */
export function labelled(length: number, width: number, each: number): (index: number) => boolean {
  const step = Math.max(1, Math.ceil(length / Math.max(1, Math.floor(width / each))))
  return index => (length - 1 - index) % step === 0
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

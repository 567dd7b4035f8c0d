import { expect, test } from "vitest"
import { axisOf, labelled } from "../../../../web/dashboard/state/charts.ts"

test("an axis ends at a round number that nothing exceeds", () => {
  for (const highest of [0, 1, 3, 7, 10, 99, 100, 101, 1234, 987_654]) {
    const { top, ticks } = axisOf(highest)
    expect(top).toBeGreaterThanOrEqual(highest)
    expect(top).toBeLessThanOrEqual(Math.max(4, highest * 2))
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1)).toBe(top)
    expect(ticks.every(Number.isInteger)).toBe(true)
    expect(ticks.length).toBeLessThanOrEqual(6)
  }
})

test("days have words as there is room, and the last one always has", () => {
  const days = Array.from({ length: 30 }, (_, day) => day)
  const wide = days.filter(labelled(30, 3000, 64))
  const narrow = days.filter(labelled(30, 300, 64))
  expect(wide).toEqual(days)
  expect(narrow.length).toBeLessThanOrEqual(4)
  expect(narrow.at(-1)).toBe(29)
  expect(labelled(1, 10, 64)(0)).toBe(true)
})

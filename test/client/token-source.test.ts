import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { TokenSource } from "../../client/src/token-source.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test("a token function that never answers is asked again, and what it says then counts", async () => {
  const answers = [new Promise<string>(() => {}), Promise.resolve("fresh")]
  const ask = vi.fn(() => answers.shift() as Promise<string>)
  const source = new TokenSource(ask, new AbortController().signal)
  const silent = expect(source.current()).rejects.toThrow("not answered in time")
  await vi.runAllTimersAsync()
  await silent
  expect(await source.current()).toBe("fresh")
  expect(ask).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

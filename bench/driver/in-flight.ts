/** Runs `work` for 0 … count - 1, always `width` of them at once; each worker has a number of its own. */
export async function inFlight(
  width: number,
  count: number,
  work: (index: number, worker: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (_: unknown, number: number) => {
    while (next < count) await work(next++, number)
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker))
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

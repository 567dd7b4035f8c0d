const firstMs = 1_000
const longestMs = 5_000

/** How long to wait before another attempt: 1 to 5 s, drawn, so that those who were lost together come back apart. */
export function retryDelay(attempts: number): number {
  return firstMs + Math.random() * Math.min(longestMs - firstMs, firstMs * 2 ** Math.min(attempts, 10))
}

/** About this long. */
export const around = (ms: number) => ms * (0.75 + Math.random() / 2)

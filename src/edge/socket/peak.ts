import type { Server } from "socket.io"
import type { Clock } from "../../lib/clock.ts"

/** @returns a function that tells how many connections there were at most at once in the last `windowMs`. */
export function watchPeak({ engine }: Server, clock: Clock, windowMs: number): () => number {
  // Falling counts with the instants they last held: a count that a later one reaches can never be the peak again.
  const held: { count: number; at: number }[] = []

  function note(count: number): void {
    while ((held.at(-1)?.count ?? Number.POSITIVE_INFINITY) <= count) held.pop()
    held.push({ count, at: clock() })
    forget()
  }

  function forget(): void {
    while ((held[0]?.at ?? Number.POSITIVE_INFINITY) < clock() - windowMs) held.shift()
  }

  engine.on("connection", (socket: { once: (event: "close", listener: () => void) => void }) => {
    note(engine.clientsCount)
    socket.once("close", () => note(engine.clientsCount + 1))
  })

  return () => {
    forget()
    return Math.max(engine.clientsCount, held[0]?.count ?? 0)
  }
}

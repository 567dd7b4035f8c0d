import { HttpConnection } from "./driver/http-connection.ts"
import { pause } from "./driver/in-flight.ts"
import type { Target } from "./servers/target.ts"
import { quantile } from "./statistics.ts"

interface Pace {
  rooms: ReadonlyMap<string, readonly string[]>
  perSecond: number
  seconds: number
}

/**
 * Sends by the clock, whether or not earlier sends were answered, so that a slow server cannot slow its senders.
 * @returns answer times in ms, CPU in µs a message.
 */
export async function pace(target: Target, { rooms, perSecond, seconds }: Pace) {
  const free: HttpConnection[] = []
  const opened: HttpConnection[] = []
  const requests = [...rooms].map(([room, [sender = ""]]) => target.post(room, sender, "See you at six"))
  const latencies: number[] = []
  const under: Promise<void>[] = []
  const cpu = target.cpuMs()
  const began = performance.now()
  const total = Math.round(seconds * perSecond)
  for (let i = 0; i < total; i++) {
    const due = began + (i * 1000) / perSecond
    const early = due - performance.now()
    if (early > 0) await pause(early)
    const connection = free.pop() ?? new HttpConnection(target.url())
    if (!opened.includes(connection)) opened.push(connection)
    under.push(send(connection, due))
  }
  async function send(connection: HttpConnection, due: number): Promise<void> {
    const { status, body } = await connection.send(requests[under.length % requests.length] as string)
    if (status !== 200) throw new Error(`${target.name} answered ${status}: ${body}`)
    latencies.push(performance.now() - due)
    free.push(connection)
  }
  await Promise.all(under)
  for (const connection of opened) connection.close()
  const spent = target.cpuMs() - cpu
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), cpu: (spent * 1000) / total }
}

import { HttpConnection } from "./driver/http-connection.ts"
import { inFlight } from "./driver/in-flight.ts"
import type { Plan } from "./rounds.ts"
import type { Ours } from "./servers/ours.ts"
import { median, quantile } from "./statistics.ts"

const width = 4
const rounds = 4

/** What a call costs: CPU of the server and its database in µs, answer times in ms. */
export interface Cost {
  cpu: number
  p50: number
  p95: number
  p99: number
}

/** Sends requests by turns, four at a time; the first round warms up and does not count. */
export async function measureCalls(
  plan: Plan,
  ours: Ours,
  requests: readonly string[],
  most = 1000,
): Promise<Cost> {
  const calls = plan.quick ? Math.min(most, 300) : most
  const connections = Array.from({ length: width }, () => new HttpConnection(ours.url()))
  const cpus: number[] = []
  const latencies: number[] = []
  for (let round = 0; round < rounds; round++) {
    const cpu = ours.cpuMs()
    await inFlight(width, calls, async (i, worker) => {
      const sent = performance.now()
      const request = requests[i % requests.length] as string
      const { status, body } = await (connections[worker] as HttpConnection).send(request)
      if (status !== 200) throw new Error(`${request} was answered ${status}: ${body}`)
      if (round > 0) latencies.push(performance.now() - sent)
    })
    if (round > 0) cpus.push(((ours.cpuMs() - cpu) * 1000) / calls)
  }
  for (const connection of connections) connection.close()
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map(share => quantile(latencies, share))
  return { cpu: median(cpus), p50: p50 as number, p95: p95 as number, p99: p99 as number }
}

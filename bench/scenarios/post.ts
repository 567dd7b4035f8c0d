import { HttpConnection } from "../driver/http-connection.ts"
import { inFlight } from "../driver/in-flight.ts"
import type { Figure } from "../figure.ts"
import { byTurns, type Plan } from "../rounds.ts"
import { startBare } from "../servers/bare.ts"
import { type Engine, startOurs } from "../servers/ours.ts"
import { makeRooms, type Target } from "../servers/target.ts"
import { quantile } from "../statistics.ts"

const rooms = makeRooms(100, 2)
const width = 32

/** Durable sends by 32 senders at once into rooms of two, whose members are not connected. */
export async function measurePost(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of plan.engines) figures.push(...(await measureEngine(plan, engine)))
  return figures
}

async function measureEngine(plan: Plan, engine: Engine): Promise<Figure[]> {
  const targets = [await startBare(), await startOurs({ engine })]
  for (const target of targets) await target.prepare(rooms)
  const count = plan.quick ? 5_000 : engine === "sqlite" ? 40_000 : 15_000
  const [bare, ours] = await byTurns(plan, targets, (target, share) => flood(target, count * share))
  for (const target of targets) await target.stop()
  if (!bare || !ours) return []
  const title = `POST /messages, ${width} in flight, ${engine}`
  return [
    {
      quantity: `${title}: CPU a message`,
      unit: "µs",
      reference: bare.cpu,
      ours: ours.cpu,
      limit: engine === "sqlite" ? 2 : null,
    },
    { quantity: `${title}: answer p50`, unit: "ms", reference: bare.p50, ours: ours.p50, limit: null },
    { quantity: `${title}: answer p99`, unit: "ms", reference: bare.p99, ours: ours.p99, limit: null },
    { quantity: `${title}: messages a second`, unit: "", reference: bare.rate, ours: ours.rate, limit: null },
  ]
}

/** @returns CPU in µs a message, latencies in ms, messages a second. */
async function flood(target: Target, count: number) {
  const connections = Array.from({ length: width }, () => new HttpConnection(target.url()))
  const requests = [...rooms].map(([room, [sender = ""]]) => target.post(room, sender, "See you at six"))
  const latencies: number[] = []
  const cpu = target.cpuMs()
  const began = performance.now()
  await inFlight(width, count, async (i, worker) => {
    const sent = performance.now()
    const connection = connections[worker] as HttpConnection
    const { status, body } = await connection.send(requests[i % requests.length] as string)
    if (status !== 200) throw new Error(`${target.name} answered ${status}: ${body}`)
    latencies.push(performance.now() - sent)
  })
  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.close()
  return {
    cpu: ((target.cpuMs() - cpu) * 1000) / count,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    rate: count / seconds,
  }
}

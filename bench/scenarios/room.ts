import { Audience } from "../driver/audience.ts"
import { HttpConnection } from "../driver/http-connection.ts"
import { inFlight } from "../driver/in-flight.ts"
import type { Figure } from "../figure.ts"
import { byTurns, type Plan } from "../rounds.ts"
import { startBare } from "../servers/bare.ts"
import { startOurs } from "../servers/ours.ts"
import { makeRooms, type Target } from "../servers/target.ts"
import { quantile } from "../statistics.ts"

/** Messages into one room whose members are all connected: what one delivery costs. */
export async function measureRoom(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const size of [100, 1000]) figures.push(...(await measureSize(plan, size)))
  return figures
}

async function measureSize(plan: Plan, size: number): Promise<Figure[]> {
  const rooms = makeRooms(1, size)
  const targets = [await startBare(), await startOurs()]
  const audiences = new Map<Target, Audience>()
  for (const target of targets) {
    await target.prepare(rooms)
    audiences.set(target, await Audience.gather(target, [...rooms.values()].flat()))
  }
  const deliveries = plan.quick ? 40_000 : 400_000
  const figures: Figure[] = []
  for (const { width, limit } of [
    { width: 1, limit: 1.35 },
    { width: 8, limit: 0.65 },
  ]) {
    const [bare, ours] = await byTurns(plan, targets, (target, share) =>
      talk(target, audiences.get(target) as Audience, width, Math.round((deliveries * share) / size)),
    )
    if (!bare || !ours) continue
    const title = `room of ${size}, ${width} in flight`
    figures.push(
      { quantity: `${title}: CPU a delivery`, unit: "µs", reference: bare.cpu, ours: ours.cpu, limit },
      { quantity: `${title}: answer p50`, unit: "ms", reference: bare.p50, ours: ours.p50, limit: null },
      { quantity: `${title}: answer p99`, unit: "ms", reference: bare.p99, ours: ours.p99, limit: null },
    )
    if (width > 1) continue
    const last = (share: "last50" | "last99") => ({
      unit: "ms",
      reference: bare[share],
      ours: ours[share],
      limit: null,
    })
    figures.push(
      { quantity: `${title}: last member p50`, ...last("last50") },
      { quantity: `${title}: last member p99`, ...last("last99") },
    )
  }
  for (const audience of audiences.values()) audience.close()
  for (const target of targets) await target.stop()
  return figures
}

/** One at a time means that all have heard a message before the next is sent; else a sender only waits for its answer. */
async function talk(target: Target, audience: Audience, width: number, count: number) {
  const connections = Array.from({ length: width }, () => new HttpConnection(target.url()))
  const request = target.post("room-0", "user-0-0", "See you at six")
  const members = audience.sockets.length
  const answers: number[] = []
  const arrivals: number[] = []
  const cpu = target.cpuMs()
  await inFlight(width, count, async (i, worker) => {
    const sent = performance.now()
    const { status, body } = await (connections[worker] as HttpConnection).send(request)
    if (status !== 200) throw new Error(`${target.name} answered ${status}: ${body}`)
    answers.push(performance.now() - sent)
    if (width > 1) return
    await audience.reached((i + 1) * members)
    arrivals.push(performance.now() - sent)
  })
  await audience.reached(count * members)
  const spent = target.cpuMs() - cpu
  audience.check(count)
  for (const connection of connections) connection.close()
  return {
    cpu: (spent * 1000) / (count * members),
    p50: quantile(answers, 0.5),
    p99: quantile(answers, 0.99),
    last50: quantile(arrivals, 0.5),
    last99: quantile(arrivals, 0.99),
  }
}

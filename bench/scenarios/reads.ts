import type { Database } from "../../src/store/database.ts"
import { openDatabase } from "../../src/store/open.ts"
import { HttpConnection } from "../driver/http-connection.ts"
import { inFlight } from "../driver/in-flight.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { seedMessages, settle } from "../seed.ts"
import { type Engine, type Ours, startOurs } from "../servers/ours.ts"
import { median, quantile } from "../statistics.ts"

const reader = "user-reader"
const writer = "user-writer"
const longRoom = "room-0"

/** What must not grow with a room's history. */
const reads = [
  { name: "last 50 messages", path: `/rooms/${longRoom}/messages/v3?limit=50` },
  { name: "badge over 1000 rooms", path: "/me/badge" },
  { name: "50 of 1000 rooms", path: "/rooms?limit=50&sort=-lastMessage" },
]

/** Flat means that a thousand times the history costs no more than the noise of the machine. */
const flat = 1.25

export async function measureReads(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of plan.engines) figures.push(...(await measureEngine(plan, engine)))
  return figures
}

async function measureEngine(plan: Plan, engine: Engine): Promise<Figure[]> {
  const ours = await startOurs({ engine })
  const rooms = Array.from({ length: 1000 }, (_, i) => [`room-${i}`, [reader, writer]] as [string, string[]])
  await ours.api.prepare(new Map(rooms))
  const seed = (fill: (db: Database) => Promise<void>) => ours.restart(() => withDatabase(ours, fill))
  await seed(async db => {
    for (const [id] of rooms.slice(1)) await seedMessages(db, { id, sender: writer }, 0, 3)
  })
  const sizes = plan.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000]
  const figures: Figure[] = []
  const smallest = new Map<string, number>()
  let seeded = 0
  for (const size of sizes) {
    await seed(db => seedMessages(db, { id: longRoom, sender: writer }, seeded, size))
    seeded = size
    for (const { name, path } of reads) {
      const { cpu, p50, p99 } = await measureRead(plan, ours, path)
      const reference = smallest.get(name) ?? null
      if (reference === null) smallest.set(name, cpu)
      const title = `${name}, ${engine}, ${size} messages`
      const limit = reference === null ? null : flat
      plan.note(`  ${title}: ${cpu.toFixed(0)} µs, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
      figures.push({ quantity: `${title}: CPU a call`, unit: "µs", reference, ours: cpu, limit })
      figures.push({ quantity: `${title}: answer p99`, unit: "ms", reference: null, ours: p99, limit: null })
    }
  }
  await ours.stop()
  return figures.sort((a, b) => orderOf(a) - orderOf(b))
}

/** Only while the server is down: it may hold its embedded database for itself alone. */
async function withDatabase(ours: Ours, work: (db: Database) => Promise<void>): Promise<void> {
  const { db } = await openDatabase(ours.where, Date.now())
  await work(db)
  await settle(db)
  await db.close()
}

const orderOf = ({ quantity }: Figure) => reads.findIndex(({ name }) => quantity.startsWith(name))

async function measureRead(plan: Plan, ours: Ours, path: string) {
  const width = 4
  const calls = plan.quick ? 300 : 1000
  const connections = Array.from({ length: width }, () => new HttpConnection(ours.url()))
  const request = ours.api.get(path, reader)
  const cpus: number[] = []
  const latencies: number[] = []
  for (let round = 0; round < 4; round++) {
    const cpu = ours.cpuMs()
    await inFlight(width, calls, async (_, worker) => {
      const sent = performance.now()
      const { status, body } = await (connections[worker] as HttpConnection).send(request)
      if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`)
      if (round > 0) latencies.push(performance.now() - sent)
    })
    if (round > 0) cpus.push(((ours.cpuMs() - cpu) * 1000) / calls)
  }
  for (const connection of connections) connection.close()
  return { cpu: median(cpus), p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

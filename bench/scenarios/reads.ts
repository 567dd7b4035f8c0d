import { measureCalls } from "../calls.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { seedMessages, whileDown } from "../seed.ts"
import { type Engine, startOurs } from "../servers/ours.ts"

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
  await whileDown(ours, async db => {
    for (const [id] of rooms.slice(1)) await seedMessages(db, { id, sender: writer }, 0, 3)
  })
  const sizes = plan.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000]
  const figures: Figure[] = []
  const smallest = new Map<string, number>()
  let seeded = 0
  for (const size of sizes) {
    await whileDown(ours, db => seedMessages(db, { id: longRoom, sender: writer }, seeded, size))
    seeded = size
    for (const { name, path } of reads) {
      const { cpu, p50, p99 } = await measureCalls(plan, ours, [ours.api.get(path, reader)])
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

const orderOf = ({ quantity }: Figure) => reads.findIndex(({ name }) => quantity.startsWith(name))

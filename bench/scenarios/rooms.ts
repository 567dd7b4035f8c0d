import type { Database } from "../../src/store/database.ts"
import { measureCalls } from "../calls.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { seedMessages, whileDown } from "../seed.ts"
import { type Engine, startOurs } from "../servers/ours.ts"

const writer = "user-writer"
const pages = [10, 50, 200]

/** Who lists: members of so many rooms, all their messages unread. */
const readers = [200, 2_000].map(rooms => ({ rooms, user: `user-of-${rooms}` }))
const rooms = 2_000
const members = 10

/** What 99 of 100 pages of this size may take at most. */
const promised = { page: 50, ms: 100 }

export async function measureRooms(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of plan.engines) figures.push(...(await measureEngine(plan, engine)))
  return figures
}

async function measureEngine(plan: Plan, engine: Engine): Promise<Figure[]> {
  const ours = await startOurs({ engine })
  await ours.api.prepare(new Map(Array.from({ length: rooms }, (_, i) => [`room-${i}`, membersOf(i)])))
  const figures: Figure[] = []
  let smallest: number | null = null
  let seeded = 0
  for (const history of plan.quick ? [10, 50] : [10, 500]) {
    await whileDown(ours, db => fill(db, seeded, history))
    seeded = history
    for (const { rooms, user } of readers) {
      for (const page of pages) {
        const request = ours.api.get(`/rooms?limit=${page}&sort=-lastMessage`, user)
        const { cpu, p99 } = await measureCalls(plan, ours, [request], 400)
        smallest ??= cpu
        const title = `${page} of ${rooms} rooms, ${history} messages each, ${engine}`
        plan.note(`  ${title}: ${cpu.toFixed(0)} µs, p99 ${p99.toFixed(2)} ms`)
        const limit = page === promised.page ? 1 : null
        figures.push(
          { quantity: `${title}: CPU a call`, unit: "µs", reference: smallest, ours: cpu, limit: null },
          { quantity: `${title}: answer p99`, unit: "ms", reference: promised.ms, ours: p99, limit },
        )
      }
    }
  }
  await ours.stop()
  return figures
}

/** The writer, whoever lists the room, and others of whom each is in twenty rooms or so. */
function membersOf(room: number): string[] {
  const listing = readers.filter(({ rooms }) => room < rooms).map(({ user }) => user)
  const others = Array.from({ length: members }, (_, i) => `user-${(room * 7 + i * 131) % 1_000}`)
  return [writer, ...listing, ...others].slice(0, members)
}

async function fill(db: Database, from: number, upTo: number): Promise<void> {
  for (let room = 0; room < rooms; room++)
    await seedMessages(db, { id: `room-${room}`, sender: writer }, from, upTo)
}

import { makeIndexing } from "../../src/delivery/search/indexing.ts"
import type { Database } from "../../src/store/database.ts"
import { measureCalls } from "../calls.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { seedMessages, whileDown } from "../seed.ts"
import { type Engine, type Ours, startOurs } from "../servers/ours.ts"
import { makeChatter, planted } from "./chatter.ts"

const rooms = 2_000
const writer = "user-writer"

/** Who searches: a member of five rooms, and one of all. */
const readers = [
  { name: "5 rooms", user: "user-few", isIn: (room: number) => room % 400 === 7 },
  { name: `${rooms} rooms`, user: "user-many", isIn: () => true },
]

/** The most that 95 of 100 answers may take, ms. */
const promised = 300

export async function measureSearch(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of plan.engines) figures.push(...(await measureEngine(plan, engine)))
  return figures
}

async function measureEngine(plan: Plan, engine: Engine): Promise<Figure[]> {
  const ours = await startOurs({ engine })
  const members = (room: number) => [
    writer,
    ...readers.filter(({ isIn }) => isIn(room)).map(({ user }) => user),
  ]
  await ours.api.prepare(new Map(Array.from({ length: rooms }, (_, i) => [`room-${i}`, members(i)])))
  await whileDown(ours, db => fill(plan, db, plan.quick ? 100_000 : 1_000_000))
  const figures: Figure[] = []
  for (const { name, user } of readers) {
    for (const { title, body } of searches) {
      const requests = body.map(each => ours.api.post("/search", user, each))
      figures.push(...(await measure(plan, ours, `${title}, ${name}, ${engine}`, requests)))
    }
  }
  await ours.stop()
  return figures
}

/** Words of each frequency by turns, so that no answer is only the last one again; then what the web SDK asks for. */
const searches = [
  ...planted.map(({ title, words }) => ({
    title,
    body: words.map(keyword => ({ type: ["messages"], keyword })),
  })),
  {
    title: "all seven kinds",
    body: planted
      .flatMap(({ words }) => words)
      .map(keyword => ({
        type: "messages files roomName roomMember roomTags roomPrefTags roomPrefFolder".split(" "),
        keyword,
      })),
  },
]

async function measure(plan: Plan, ours: Ours, title: string, requests: string[]): Promise<Figure[]> {
  const { cpu, p50, p95 } = await measureCalls(plan, ours, requests, 200)
  plan.note(`  ${title}: ${cpu.toFixed(0)} µs, p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`)
  return [
    { quantity: `${title}: answer p50`, unit: "ms", reference: null, ours: p50, limit: null },
    { quantity: `${title}: answer p95`, unit: "ms", reference: promised, ours: p95, limit: 1 },
  ]
}

/** Messages of all rooms by turns, indexed as the server does with a database that has no index. */
async function fill(plan: Plan, db: Database, messages: number): Promise<void> {
  const from = Date.now() - 2_000_000_000
  const chatter = makeChatter()
  for (let room = 0; room < rooms; room++) {
    const timeOf = (seq: number) => from + (seq * rooms + room) * 1000
    await seedMessages(db, { id: `room-${room}`, sender: writer }, 0, messages / rooms, {
      textOf: chatter,
      timeOf,
    })
  }
  const [begun, cpu] = [performance.now(), process.cpuUsage()]
  await db.write(async tx => tx.run("DELETE FROM search_progress"))
  await makeIndexing(db).indexMissed("created", Date.now(), () => true)
  const { user, system } = process.cpuUsage(cpu)
  const took = ((performance.now() - begun) * 1000) / messages
  plan.note(
    `  indexing: ${((user + system) / messages).toFixed(1)} µs of this process a message, in ${took.toFixed(1)} µs`,
  )
}

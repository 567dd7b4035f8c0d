import { HttpConnection } from "../driver/http-connection.ts"
import type { LightSocket } from "../driver/light-socket.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { type Engine, type Ours, startOurs } from "../servers/ours.ts"
import { medians, quantile } from "../statistics.ts"

const users = 1_000
const roomsOfEach = 20
const members = 10

/** All of them at once are to be served again within this time. */
const promisedMs = 5_000

/** Everybody loses the connection, misses something in each room, and comes back at the same instant. */
export async function measureReconnect(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of plan.engines) figures.push(...(await measureEngine(plan, engine)))
  return figures
}

async function measureEngine(plan: Plan, engine: Engine): Promise<Figure[]> {
  const ours = await startOurs({ engine })
  const rooms = new Map(
    Array.from({ length: (users * roomsOfEach) / members }, (_, room) => [
      `room-${room}`,
      Array.from({ length: members }, (_, i) => `user-${(room * members + i * 101) % users}`),
    ]),
  )
  await ours.api.prepare(rooms)
  const rounds = []
  for (let turn = 0; turn < (plan.quick ? 1 : 5); turn++) {
    const round = await comeBack(ours, [...rooms.keys()])
    plan.note(`  ${engine}: ${JSON.stringify(round)}`)
    rounds.push(round)
  }
  await ours.stop()
  const { last, half, cpu } = medians(rounds)
  const title = `${users} sockets come back, ${roomsOfEach} rooms with news each, ${engine}`
  return [
    { quantity: `${title}: all served`, unit: "ms", reference: promisedMs, ours: last, limit: 1 },
    { quantity: `${title}: half of them`, unit: "ms", reference: null, ours: half, limit: null },
    { quantity: `${title}: CPU each`, unit: "µs", reference: null, ours: cpu, limit: null },
  ]
}

async function comeBack(ours: Ours, rooms: readonly string[]) {
  const names = Array.from({ length: users }, (_, i) => `user-${i}`)
  const cursors = await Promise.all(names.map(async user => (await changes(ours, user)).cursor))
  const talk = new HttpConnection(ours.url())
  for (const [i, room] of rooms.entries())
    await talk.send(ours.post(room, `user-${(i * members) % users}`, "news"))
  talk.close()

  const cpu = ours.cpuMs()
  const begun = performance.now()
  const sockets: LightSocket[] = []
  const served = await Promise.all(
    names.map(async (user, i) => {
      sockets.push(await ours.connect(user))
      const { rooms } = await changes(ours, user, cursors[i])
      if (rooms.length !== roomsOfEach) throw new Error(`${user} was told of ${rooms.length} rooms`)
      return performance.now() - begun
    }),
  )
  const spent = ours.cpuMs() - cpu
  for (const socket of sockets) socket.close()
  return { last: Math.max(...served), half: quantile(served, 0.5), cpu: (spent * 1000) / users }
}

interface Changes {
  cursor: string
  rooms: unknown[]
}

async function changes(ours: Ours, user: string, since?: string): Promise<Changes> {
  const http = new HttpConnection(ours.url())
  const { status, body } = await http.send(
    ours.api.get(`/me/changes${since === undefined ? "" : `?since=${since}`}`, user),
  )
  http.close()
  if (status !== 200) throw new Error(`the server answered ${status}: ${body}`)
  return JSON.parse(body).result
}

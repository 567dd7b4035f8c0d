import { inFlight, pause } from "../driver/in-flight.ts"
import type { LightSocket } from "../driver/light-socket.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { startBare } from "../servers/bare.ts"
import { startOurs } from "../servers/ours.ts"
import { makeRooms, type Target } from "../servers/target.ts"
import { median, medians } from "../statistics.ts"

/** Sockets that signed in and then keep still: what each costs to open and to hold. */
export async function measureIdle(plan: Plan): Promise<Figure[]> {
  const sockets = plan.quick ? 2_000 : 10_000
  const rooms = makeRooms(sockets / 2, 2)
  const users = [...rooms.values()].flat()
  const targets = [await startBare(), await startOurs()]
  const rounds = targets.map((): Awaited<ReturnType<typeof hold>>[] => [])
  for (const target of targets) await target.prepare(rooms)
  for (let turn = 0; turn < (plan.quick ? 1 : 3); turn++) {
    for (const [i, target] of targets.entries()) {
      // Each round begins with a clean process: a heap that grew once would take the next sockets for nothing.
      await target.restart()
      const round = await hold(target, users, plan.quick ? 1_000 : 3_000)
      rounds[i]?.push(round)
      plan.note(`  ${target.name}: ${JSON.stringify(round)}`)
    }
  }
  for (const target of targets) await target.stop()
  const [bare, ours] = rounds.map(all => medians(all))
  if (!bare || !ours) return []
  const title = `${sockets} idle sockets`
  return [
    { quantity: `${title}: memory each`, unit: "KiB", reference: bare.memory, ours: ours.memory, limit: 1.4 },
    {
      quantity: `${title}: CPU to connect and sign in`,
      unit: "µs",
      reference: bare.cpu,
      ours: ours.cpu,
      limit: 2,
    },
  ]
}

/**
 * Counts from the first fifth on: until then code is still being compiled and first buffers are made.
 */
async function hold(target: Target, users: readonly string[], settleMs: number) {
  const first = users.slice(0, users.length / 5)
  const others = users.slice(first.length)
  const sockets = await open(target, first)
  await pause(settleMs)
  const memory = await calmRss(target)
  const cpu = target.cpuMs()
  sockets.push(...(await open(target, others)))
  const spent = target.cpuMs() - cpu
  await pause(settleMs)
  const grown = (await calmRss(target)) - memory
  for (const socket of sockets) socket.close()
  return { memory: grown / others.length / 1024, cpu: (spent * 1000) / others.length }
}

async function open(target: Target, users: readonly string[]): Promise<LightSocket[]> {
  const sockets: LightSocket[] = []
  await inFlight(64, users.length, async i => {
    sockets.push(await target.connect(users[i] as string))
  })
  return sockets
}

/** What is left when the garbage is gone: without that, a heap's slack hides the first thousands of sockets. */
async function calmRss(target: Target): Promise<number> {
  const seen: number[] = []
  for (let i = 0; i < 6; i++) {
    target.collect()
    await pause(700)
    seen.push(target.rssBytes())
  }
  return median(seen.slice(3))
}

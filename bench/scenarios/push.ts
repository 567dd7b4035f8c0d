import { join } from "node:path"
import { HttpConnection } from "../driver/http-connection.ts"
import { pause } from "../driver/in-flight.ts"
import type { Figure } from "../figure.ts"
import { pace } from "../pace.ts"
import { byTurns, type Plan } from "../rounds.ts"
import { startChild } from "../servers/child-server.ts"
import { startOurs } from "../servers/ours.ts"
import { makeRooms } from "../servers/target.ts"

const rooms = makeRooms(200, 2)
const perSecond = 200
const receiverMs = 200

/** Sends at a steady pace, with and without a push service that takes its time: senders must not feel it. */
export async function measurePush(plan: Plan): Promise<Figure[]> {
  const receiver = await startChild(
    [join(import.meta.dirname, "..", "slow-receiver.ts"), String(receiverMs)],
    {},
  )
  const environment = { PUSH_GENERIC: receiver.url.href, ALLOW_INSECURE_CALLBACKS: "1" }
  const targets = [await startOurs(), await startOurs({ environment })]
  for (const target of targets) await target.prepare(rooms)
  const [without, with_] = await byTurns(plan, targets, (target, share) =>
    pace(target, { rooms, perSecond, seconds: (plan.quick ? 3 : 15) * share }),
  )
  // What was sent last is still on its way.
  await pause(2000)
  const probe = new HttpConnection(receiver.url)
  const calls = Number((await probe.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).body)
  probe.close()
  for (const target of targets) await target.stop()
  await receiver.stop()
  if (!without || !with_) return []
  if (calls === 0) throw new Error("no push reached the receiver")
  const title = `push v2 to a receiver of ${receiverMs} ms, ${perSecond} messages a second`
  return [
    { quantity: `${title}: answer p99`, unit: "ms", reference: without.p99, ours: with_.p99, limit: 1.25 },
    { quantity: `${title}: answer p50`, unit: "ms", reference: without.p50, ours: with_.p50, limit: null },
    { quantity: `${title}: CPU a message`, unit: "µs", reference: without.cpu, ours: with_.cpu, limit: null },
  ]
}

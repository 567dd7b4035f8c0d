import { setImmediate } from "node:timers/promises"
import { countBySender, countRooms, listSignedIn } from "../store/stats.ts"
import type { Context } from "./context.ts"

/** What happened from `from` to `to`, in ms since the epoch. */
export interface Stats {
  from: number
  to: number
  /** Ids of the users who signed in or sent. */
  activeClientIds: string[]
  activeRooms: number
  rooms: number
  messages: number
}

export const statsWindowMs = 3_600_000

/** However many messages the hour has, they are counted a minute of it at a time, and others have their turn between. */
const sliceMs = 60_000

/** The last hour (contract: openapi.yaml getStats). */
export async function getStats(ctx: Context): Promise<Stats> {
  const to = ctx.clock()
  const from = to - statsWindowMs
  const active = new Set(await listSignedIn(ctx.db, from))
  let messages = 0
  for (let begin = from; begin <= to; begin += sliceMs) {
    // The last slice holds what is made in this very millisecond, and later.
    for (const { senderId, count } of await countBySender(ctx.db, begin, begin + sliceMs)) {
      active.add(senderId)
      messages += count
    }
    await setImmediate()
  }
  const rooms = await countRooms(ctx.db, from)
  const activeClientIds = [...active].sort()
  return { from, to, activeClientIds, activeRooms: rooms.active, rooms: rooms.total, messages }
}

import type { Clock } from "../../lib/clock.ts"
import type { Database } from "../../store/database.ts"
import { takeHeldSendings, unholdSendings } from "../../store/sendings.ts"
import { settle } from "../../store/settlements.ts"
import type { Departure } from "../presence.ts"

/**
 * What a device says may have been under way when it was sent something: only what it says so much later, ms, proves that it
 * got it.
 */
export const roundTripMs = 1000

/** Ends the waiting for a device that is gone: what reached it needs no push, the rest is due. @returns how many are due, and how many ended. */
export function releaseHeld(
  db: Database,
  clock: Clock,
  { clientId, deviceId, answeredAt }: Departure,
): Promise<{ due: number; online: number }> {
  const lost = answeredAt - roundTripMs
  return db.writeSoon(async tx => {
    const arrived = await takeHeldSendings(tx, clientId, deviceId, lost)
    const end = { outcome: "online", reason: null, providerId: null, settledAt: clock() }
    const ends = arrived.map(row => ({ ...row, ...end }))
    if (ends.length > 0) await settle(tx, ends)
    return { due: await unholdSendings(tx, clientId, deviceId, lost), online: arrived.length }
  })
}

import { setTimeout as pause } from "node:timers/promises"
import type { Clock } from "../../lib/clock.ts"
import { newId } from "../../lib/ids.ts"
import type { Database } from "../../store/database.ts"
import { type DeviceRow, deleteRegistration, listDevicesOf } from "../../store/devices.ts"
import { pushId } from "../../store/sendings.ts"
import { type Providers, providerOf, uuidOf } from "./carrier.ts"
import type { Handover, Notice } from "./notice.ts"

/** What an operator tries on the devices of one user, or on one of them. */
export interface PushTrial {
  clientId: string
  deviceId?: string
  title?: string
  body: string
}

/** What became of it on one device. */
export interface PushTried {
  deviceId: string
  type: string
  outcome: string
  detail: string
  providerId?: string
}

interface Work {
  db: Database
  clock: Clock
  providers: Providers
  /** The longest that answers are waited for, ms. */
  patienceMs?: number
}

const lifeMs = 60_000

const sentences: Record<string, string> = {
  sent: "It was handed over, and taken.",
  gone: "The provider does not know the device any more; its registration was removed.",
  refused: "It was refused, and trying again would not help.",
  retry: "It could not be handed over now; a real push would be tried again.",
}

/** Pushes at once, past the outbox, and tells what the providers answer. Known problems of the device end its registration. */
export function makePushTest({ db, clock, providers, patienceMs = 15_000 }: Work) {
  return async ({ clientId, deviceId, title = "", body }: PushTrial): Promise<PushTried[]> => {
    const now = clock()
    const notice: Notice = {
      ...{ title, body, payload: {}, selfShown: true, expiresAt: now + lifeMs },
      ...(title === "" ? { alert: body } : {}),
    }
    const cause = newId(now)
    const devices = (await listDevicesOf(db, [clientId])).filter(
      device => deviceId === undefined || device.deviceId === deviceId,
    )
    return Promise.all(devices.map(device => tryOne(device, cause, notice)))
  }

  async function tryOne(device: DeviceRow, cause: string, notice: Notice): Promise<PushTried> {
    const named = { deviceId: device.deviceId, type: device.type }
    if (device.type === "ios-voip")
      return { ...named, outcome: "skipped", detail: "Only calls may ring by this registration." }
    const provider = providerOf(providers, device)
    if (!provider)
      return {
        ...named,
        outcome: "unconfigured",
        detail: `The server has no credentials for ${device.type}.`,
      }
    const parcel = { identity: uuidOf(pushId(cause, device)), token: device.token, notice }
    const waiting = new AbortController()
    const handed = await Promise.race([
      provider.send(parcel),
      pause(patienceMs, undefined, { signal: waiting.signal }).catch(() => undefined),
    ])
    waiting.abort()
    if (!handed) return { ...named, outcome: "silent", detail: "The provider did not answer in time." }
    if (handed.outcome === "gone") await db.write(tx => deleteRegistration(tx, device), device.clientId)
    return { ...named, ...shown(handed) }
  }
}

function shown(handed: Handover): Pick<PushTried, "outcome" | "detail" | "providerId"> {
  const reason = "reason" in handed ? ` ${handed.reason}` : ""
  return {
    outcome: handed.outcome,
    detail: (sentences[handed.outcome] ?? "") + reason,
    ...("providerId" in handed && handed.providerId ? { providerId: handed.providerId } : {}),
  }
}

import { newId } from "../lib/ids.ts"
import { type DeviceRow, listDevicesOf } from "../store/devices.ts"
import { insertSendings, pushId, type SendingRow } from "../store/sendings.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { jsonOf } from "./json.ts"

/** What an operator pushes in their own words (contract: push.md 10). */
export interface OperatorPush {
  clients: readonly string[]
  payload: {
    type?: string
    /** Seconds since the epoch. */
    expiry?: number
    alert?: string | Record<string, unknown>
    badge?: number | string
  }
}

/** Life of a push that names no end, and the longest that providers keep one. */
const usualLifeMs = 3_600_000
const longestLifeMs = 28 * 86_400_000

/** Providers carry half of it; each device's row holds a copy. */
const largestPayload = 8192

const devicesOfCall = 20_000
const devicesOfWrite = 300

/**
 * Takes a push for all devices of the given users, whatever they muted; all is stored when it resolves. Unknown users and
 * those without devices are left out. @throws ChatError INVALID_PARAMETER, PAYLOAD_TOO_LARGE
 */
export async function pushToClients(ctx: Context, { clients, payload }: OperatorPush): Promise<void> {
  const now = ctx.clock()
  checkPayload(payload)
  const expiresAt = endOf(payload.expiry, now)
  const registered = await listDevicesOf(ctx.db, [...new Set(clients)])
  const devices = registered.filter(device => isFor(device, payload.type))
  if (devices.length > devicesOfCall)
    throw new ChatError(
      "PAYLOAD_TOO_LARGE",
      `These users have ${devices.length} devices, and one call pushes to ${devicesOfCall}: name fewer users.`,
    )
  const cause = newId(now)
  const sendingOf = (device: DeviceRow): SendingRow => ({
    ...{ id: pushId(cause, device), kind: "push", roomId: "", messageId: "" },
    ...{ clientId: device.clientId, deviceType: device.type, deviceId: device.deviceId },
    ...{ job: payload, attempts: 0, held: false, dueAt: now, expiresAt, createdAt: now },
  })
  for (let i = 0; i < devices.length; i += devicesOfWrite) {
    const some = devices.slice(i, i + devicesOfWrite).map(sendingOf)
    await ctx.db.write(tx => insertSendings(tx, some))
  }
  ctx.publish({ type: "pushes.made" })
}

/** Apps that do not ring for a push to such a token are ended (contract: push.md 6). */
const isFor = ({ type }: DeviceRow, kind = "") => type !== "ios-voip" || kind.startsWith("voip")

function checkPayload(payload: OperatorPush["payload"]): void {
  const { alert, badge } = payload
  jsonOf(payload, "payload", largestPayload)
  if (badge !== undefined && !(/^\d+$/.test(String(badge)) && Number(badge) < 2 ** 31))
    throw new ChatError("INVALID_PARAMETER", "payload.badge must be a whole number from 0 on, or its digits.")
  if (typeof alert === "object" && !isAlert(alert))
    throw new ChatError(
      "INVALID_PARAMETER",
      "payload.alert must be text, or an object with the text loc-key and the list of texts loc-args.",
    )
}

const isText = (value: unknown) => typeof value === "string"

function isAlert({ "loc-key": key, "loc-args": args = [], title, body }: Record<string, unknown>): boolean {
  const words = key === undefined ? isText(title) || isText(body) : isText(key)
  return words && Array.isArray(args) && args.every(arg => isText(arg) || typeof arg === "number")
}

/** @returns ms since the epoch. */
function endOf(expiry: number | undefined, now: number): number {
  if (expiry === undefined) return now + usualLifeMs
  if (expiry * 1000 <= now || expiry > 1e10)
    throw new ChatError(
      "INVALID_PARAMETER",
      "payload.expiry must be an instant to come, in seconds since the epoch.",
    )
  return Math.min(expiry * 1000, now + longestLifeMs)
}

import { sha256 } from "../lib/ids.ts"
import { type DeviceRow, deleteDevice, deleteOldestDevices, upsertDevice } from "../store/devices.ts"
import type { Caller } from "./caller.ts"
import { getClient } from "./clients.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { jsonOf } from "./json.ts"

/** A browser's subscription is the longest, some hundred characters. */
const longestToken = 10_000

/** Registrations of one user: apps that are installed again and again leave theirs behind. */
const mostDevices = 50

const types = ["ios", "ios-voip", "fcm", "android", "web"]

export interface DeviceInput {
  type: string
  token?: unknown
  deviceId?: string
  clientId?: string
}

/** Registers the acting user's device for push; its former user loses it, and a user with many the oldest (contract: push.md 2). */
export async function subscribeDevice(ctx: Context, caller: Caller, input: DeviceInput): Promise<void> {
  const token = tokenText(input.token)
  if (token === undefined) throw new ChatError("MISSING_PARAMETER", "token is missing.")
  const device = { ...(await deviceOf(ctx, caller, input)), token }
  await ctx.db.write(async tx => {
    await upsertDevice(tx, device, caller.kind === "user" ? caller.token : null, ctx.clock())
    await deleteOldestDevices(tx, device, mostDevices)
  }, device.clientId)
}

/** @returns how many registrations ended. */
export async function unsubscribeDevice(ctx: Context, caller: Caller, input: DeviceInput): Promise<number> {
  const device = await deviceOf(ctx, caller, input)
  return ctx.db.write(tx => deleteDevice(tx, device), device.clientId)
}

async function deviceOf(ctx: Context, caller: Caller, input: DeviceInput): Promise<Omit<DeviceRow, "token">> {
  if (!types.includes(input.type))
    throw new ChatError("INVALID_PARAMETER", `type must be one of ${types.join(", ")}.`)
  const clientId = caller.kind === "user" ? caller.clientId : (input.clientId ?? caller.clientId)
  if (!clientId) throw new ChatError("MISSING_PARAMETER", "clientId is missing: say whose device this is.")
  const token = tokenText(input.token)
  // The older web SDK names no device: a hash of its token stands for it.
  const replaced = input.type === "web" && token !== undefined ? sha256(token) : undefined
  const deviceId = input.deviceId || replaced
  if (!deviceId) throw new ChatError("MISSING_PARAMETER", "deviceId is missing.")
  await getClient(ctx, clientId)
  return { type: input.type, deviceId, clientId }
}

function tokenText(token: unknown): string | undefined {
  if (typeof token === "string") return token === "" ? undefined : token
  return typeof token === "object" && token !== null ? jsonOf(token, "token", longestToken) : undefined
}

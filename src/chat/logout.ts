import { deleteDevices } from "../store/devices.ts"
import { deleteTokens, type TokenRow } from "../store/tokens.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/**
 * Ends the token that the caller shows, and its device's registrations for push if the device is named (contract:
 * rest-extended.md 1.1).
 */
export async function logout(ctx: Context, caller: Caller, deviceId: string | undefined): Promise<TokenRow> {
  if (caller.kind !== "user")
    throw new ChatError("MISSING_PARAMETER", "Show the token that is to end, in the header IM-Authorization.")
  const { clientId, token } = caller
  const [ended] = await ctx.db.write(async tx => {
    if (deviceId !== undefined) await deleteDevices(tx, clientId, { deviceId })
    return deleteTokens(tx, clientId, { token })
  }, clientId)
  if (!ended) throw new ChatError("INVALID_TOKEN", "Invalid or expired token.")
  ctx.publish({ type: "tokens.ended", clientId, tokens: [token] })
  return ended
}

/** Ends all other tokens of the caller, and the registrations of all other devices if this one is named. */
export async function logoutOthers(
  ctx: Context,
  caller: Caller,
  deviceId: string | undefined,
): Promise<TokenRow[]> {
  const clientId = actingClient(caller)
  const ended = await ctx.db.write(async tx => {
    if (deviceId !== undefined) await deleteDevices(tx, clientId, { kept: deviceId })
    return deleteTokens(tx, clientId, { kept: caller.kind === "user" ? caller.token : null })
  }, clientId)
  ctx.publish({ type: "tokens.ended", clientId, tokens: ended.map(row => row.token) })
  return ended
}

import { deleteDevices } from "../store/devices.ts"
import { type TokenRow, upsertToken } from "../store/tokens.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { endTokens, tellEnded } from "./tokens.ts"

/**
 * Ends the token that the caller shows, and its device's registrations for push if the device is named (contract:
 * rest-extended.md 1.1).
 */
export async function logout(ctx: Context, caller: Caller, deviceId: string | undefined): Promise<TokenRow> {
  if (caller.kind !== "user")
    throw new ChatError("MISSING_PARAMETER", "Show the token that is to end, in the header IM-Authorization.")
  const { clientId, token, foreign } = caller
  const ended = await ctx.db.write(async tx => {
    if (deviceId !== undefined) await deleteDevices(tx, clientId, { deviceId })
    const [ended] = await endTokens(ctx, tx, clientId, { token })
    const now = ctx.clock()
    // A foreign token is noted as one that has ended, so that nobody is asked about it any more.
    return ended ?? (foreign && upsertToken(tx, { token, clientId, expiresAt: now }, now))
  }, clientId)
  if (!ended) throw new ChatError("INVALID_TOKEN", "Invalid or expired token.")
  tellEnded(ctx, clientId, [ended], "loggedOut")
  return ended
}

/** Ends all other tokens of the caller, and the registrations of all other devices if this one is named. */
export async function logoutOthers(
  ctx: Context,
  caller: Caller,
  deviceId: string | undefined,
): Promise<TokenRow[]> {
  const clientId = actingClient(caller)
  const kept = caller.kind === "user" ? caller.token : null
  const ended = await ctx.db.write(async tx => {
    if (deviceId !== undefined) await deleteDevices(tx, clientId, { kept: deviceId })
    return endTokens(ctx, tx, clientId, { kept })
  }, clientId)
  tellEnded(ctx, clientId, ended, "loggedOutElsewhere", { kept })
  return ended
}

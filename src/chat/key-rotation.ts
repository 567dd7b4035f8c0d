import { randomBytes } from "node:crypto"
import { findAppKey, forgetPreviousKey, type KeyKind, putAppKey } from "../store/app-keys.ts"
import type { AppKeys, KeyState } from "./app-keys.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** As many random bytes as those made at the first start have (config/keys.ts). */
const bytes: Record<KeyKind, number> = { apiKey: 32, clientKey: 24 }

const settingOf: Record<KeyKind, string> = { apiKey: "API_KEY", clientKey: "CLIENT_KEY" }

const hourMs = 3_600_000

/**
 * Puts a new key in the place of one; the old one is good for so many hours more.
 * @throws ChatError KEY_OF_ENVIRONMENT
 */
export async function rotateKey(
  ctx: Context,
  keys: AppKeys,
  kind: KeyKind,
  overlapHours: number,
): Promise<KeyState> {
  const given = await keys.get(kind)
  if (given.source === "environment") {
    const name = settingOf[kind]
    throw new ChatError(
      "KEY_OF_ENVIRONMENT",
      `This key is set by ${name} where the server is started: change it there, and restart the server.`,
    )
  }
  const now = ctx.clock()
  const value = randomBytes(bytes[kind]).toString("base64url")
  await ctx.db.write(async tx => {
    const before = await findAppKey(tx, kind)
    const previous = overlapHours > 0 ? (before?.value ?? given.value) : null
    await putAppKey(tx, { kind, value, createdAt: now, previous, previousUntil: now + overlapHours * hourMs })
  }, "app keys")
  keys.forget()
  keys.keep(kind, value)
  return keys.get(kind)
}

/** Ends the overlap at once. @throws ChatError NOT_FOUND */
export async function endPreviousKey(ctx: Context, keys: AppKeys, kind: KeyKind): Promise<void> {
  const ended = await ctx.db.write(tx => forgetPreviousKey(tx, kind), "app keys")
  keys.forget()
  if (!ended) throw new ChatError("NOT_FOUND", "No previous key is in force.")
}

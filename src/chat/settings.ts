import { deleteSetting, findSetting, listSettings, upsertSetting } from "../store/settings.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { checkId } from "./ids.ts"
import { jsonOf } from "./json.ts"

/** All settings together: every user may read them. */
const largestSettings = 1024 * 1024

/** Two writes of settings never overlap. */
const lane = "settings"

/** How long other processes may go by the words they know. */
const rereadMs = 5000

/** What the environment says and clients read among the run-time settings: the key that browsers subscribe with. */
export interface OwnSettings {
  vapidPublicKey?: string
}

const own: Record<keyof OwnSettings, string> = { vapidPublicKey: "VAPID_PUBLIC_KEY" }

function checkIsFree(name: string): void {
  if (Object.hasOwn(own, name))
    throw new ChatError(
      "INVALID_PARAMETER",
      `${name} is read-only here: it is set by ${own[name as keyof OwnSettings]} where the server is started.`,
    )
}

/** The run-time settings, readable by every user. */
export const getSettings = (ctx: Context): Promise<Record<string, unknown>> => listSettings(ctx.db)

/** Replaces the values of the given keys and keeps the others. @returns all settings as they then are. */
export async function saveSettings(
  ctx: Context,
  given: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  for (const name of Object.keys(given)) {
    checkId(name, "The name of a setting")
    checkIsFree(name)
  }
  jsonOf(given, "The body", largestSettings)
  const saved = await ctx.db.write(async tx => {
    const after = { ...(await listSettings(tx)), ...given }
    if (Buffer.byteLength(JSON.stringify(after)) > largestSettings) return
    for (const [name, value] of Object.entries(given)) await upsertSetting(tx, name, value)
    return listSettings(tx)
  }, lane)
  if (!saved) throw new ChatError("PAYLOAD_TOO_LARGE", "All settings together must not exceed 1 MiB.")
  known.delete(ctx)
  return saved
}

export async function unsetSetting(ctx: Context, name: string): Promise<void> {
  checkIsFree(name)
  const deleted = await ctx.db.write(tx => deleteSetting(tx, name), lane)
  if (!deleted) throw new ChatError("CONFIG_NOT_FOUND", `There is no setting ${name}.`)
  known.delete(ctx)
}

const known = new WeakMap<Context, { words: Promise<string[]>; until: number }>()

/**
 * The words that messages must not show, case-sensitive (contract: rest-extended.md 5.2). Every message asks, so they
 * are read anew only after a write of this process, or when they are five seconds old.
 */
export function sensitiveWords(ctx: Context): Promise<readonly string[]> {
  const held = known.get(ctx)
  if (held && ctx.clock() < held.until) return held.words
  const words = readWords(ctx)
  known.set(ctx, { words, until: ctx.clock() + rereadMs })
  words.catch(() => known.delete(ctx))
  return words
}

async function readWords(ctx: Context): Promise<string[]> {
  const censorship = (await findSetting(ctx.db, "censorship")) as { keywords?: string[] } | undefined
  return censorship?.keywords ?? []
}

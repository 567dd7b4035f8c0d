import { listSettings } from "../store/settings.ts"
import type { Context } from "./context.ts"

/** The run-time settings, readable by every user. */
export const getSettings = (ctx: Context): Promise<Record<string, unknown>> => listSettings(ctx.db)

import { messageId } from "../lib/ids.ts"
import { type AuditRow, insertAudit, pageAudit } from "../store/audit.ts"
import type { Context } from "./context.ts"

/** How long it is kept what operators did. */
const keptMs = 400 * 86_400_000

const longest = 500

/** What an operator did; never a secret. */
export type Deed = Omit<AuditRow, "id" | "at">

/** Deeds of one millisecond keep their order. */
let count = 0

/** Writes down what an operator did. What cannot be written is logged: it has happened all the same. */
export async function recordDeed(ctx: Context, deed: Deed): Promise<void> {
  const at = ctx.clock()
  const row: AuditRow = {
    id: messageId(at, ++count),
    at,
    ...deed,
    target: cut(deed.target),
    detail: cut(deed.detail),
  }
  try {
    await ctx.db.write(tx => insertAudit(tx, row, at - keptMs), "audit")
  } catch (error) {
    ctx.log.error(
      { err: error, act: deed.act, operator: deed.operator },
      "what an operator did was not noted",
    )
  }
}

/** Not every database holds a NUL, nor half a letter. */
const cut = (text: string) => text.replaceAll("\0", "").slice(0, longest).toWellFormed()

/** What operators did, the newest first. */
export const listDeeds = (ctx: Context, page: { skip: number; limit: number }) => pageAudit(ctx.db, page)

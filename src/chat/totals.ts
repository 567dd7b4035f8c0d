import { countTotals, type Totals } from "../store/totals.ts"
import type { Context } from "./context.ts"

/** Counting takes a while where there is much, so it is not done for everybody who looks. */
const believedMs = 10_000

const known = new WeakMap<Context, { totals: Promise<Totals>; until: number }>()

/** How much there is of everything, at most ten seconds old. */
export function getTotals(ctx: Context): Promise<Totals> {
  const held = known.get(ctx)
  if (held && ctx.clock() < held.until) return held.totals
  const totals = countTotals(ctx.db)
  known.set(ctx, { totals, until: ctx.clock() + believedMs })
  totals.catch(() => known.delete(ctx))
  return totals
}

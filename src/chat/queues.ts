import { countQueued as countRows, hastenSending, listQueued } from "../store/queues.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

const mostListed = 200

/** What is still to go out: how much, and what waits longest. */
export const listQueues = async ({ db }: Context) => ({
  totals: await countRows(db),
  rows: await listQueued(db, mostListed),
})

/** Has something tried at once that waits for another try. @throws ChatError SENDING_NOT_FOUND */
export async function retrySending(ctx: Context, id: string): Promise<void> {
  if (!(await ctx.db.write(tx => hastenSending(tx, id))))
    throw new ChatError("SENDING_NOT_FOUND", "Nothing waits for another try under this id.")
  ctx.publish({ type: "pushes.made" })
}

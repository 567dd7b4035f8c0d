import type { Clock } from "../../lib/clock.ts"
import type { Database } from "../../store/database.ts"
import { takeOutbox } from "../../store/outbox.ts"
import type { SendingRow } from "../../store/sendings.ts"
import { insertClaimed, type WebhookJob, webhookSending } from "../../store/webhook-sendings.ts"
import type { Outlet } from "../outbox.ts"
import type { Carrier, Sender, Try } from "../sender.ts"
import type { WebhookCaller } from "./call.ts"

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** After so many ms the next try is due, much as Standard Webhooks suggests: three days in all. */
const pauses = [
  ...[5000, 5 * minuteMs, 30 * minuteMs],
  ...[2 * hourMs, 5 * hourMs, 10 * hourMs, 14 * hourMs, 20 * hourMs],
]
const longestPause = 20 * hourMs

/** Nobody else tries what may still be having its first try, ms. */
const firstTryMs = 15_000

/**
 * The durable way: the first try of each event in the order of the room, the body fixed with it; what fails steps aside, and
 * is tried again by itself.
 */
export function makeDurableCalls(
  { db, clock }: { db: Database; clock: Clock },
  caller: WebhookCaller,
  sender: Pick<Sender, "record">,
): Outlet {
  return {
    takesItself: true,
    send: async row => {
      const call = await caller.callOf(row)
      const sending = call && webhookSending({ ...row, body: call.body }, clock())
      const taken = await db.write(async tx => {
        const [mine] = await takeOutbox(tx, [row.id])
        if (mine && sending) await insertClaimed(tx, sending, sending.dueAt + firstTryMs)
        return mine !== undefined
      })
      if (taken && sending) sender.record(...over(sending, await caller.call({ ...call, id: row.id })))
      return []
    },
  }
}

/** Nobody asks for the body of what has arrived. */
const over = (row: SendingRow, tried: Try): [SendingRow, Try] => [
  tried.outcome === "sent" ? { ...row, job: undefined } : row,
  tried,
]

/** Carries what failed at first. */
export function makeWebhookCarrier(caller: WebhookCaller): Carrier {
  async function retry({ id, roomId, job }: SendingRow): Promise<Try> {
    const url = await caller.urlOf(roomId)
    if (url === undefined) return { outcome: "withdrawn" }
    return caller.call({ url, roomId, id, body: (job as WebhookJob).body })
  }

  return {
    kind: "webhook",
    carry: async (rows, done) => {
      const tries = rows.map(row =>
        retry(row)
          .catch((error: Error): Try => ({ outcome: "retry", reason: error.message }))
          .then(tried => done(...over(row, tried))),
      )
      await Promise.all(tries)
    },
    // With a little chance, so that what failed together is not tried together.
    pauseAfter: attempts => (pauses[attempts - 1] ?? longestPause) * (0.8 + Math.random() / 5),
    expired: "dead",
  }
}

import { checkBatch } from "../../chat/batch-check.ts"
import { type BatchSent, batchSentBefore, sendBatch } from "../../chat/batches.ts"
import type { Caller } from "../../chat/caller.ts"
import { ChatError } from "../../chat/error.ts"
import { listBatchMessages } from "../../chat/message-search.ts"
import type { Clock } from "../../lib/clock.ts"
import { presentMessage } from "../../present/message.ts"
import { batchNamed, batchSend } from "../../wire/bodies/messages.ts"
import * as model from "../../wire/models.ts"
import type { Api } from "./api.ts"
import { onceHeader, onceOf } from "./idempotency.ts"

/** Sending one message to many. */
export function batchRoutes({ route, ctx, appID }: Api): void {
  const waitFor = makeEntryLimit(ctx.clock)

  route(
    "POST",
    "/messages/batch",
    "anyone",
    {
      summary: "Send one message to many rooms or users",
      body: batchSend,
      result: model.batch,
      flawed: { missing: "MISSING_PARAMETER", flawed: "INVALID_MESSAGE_FORMAT" },
      headers: onceHeader,
    },
    async call => {
      const { caller, body, reply } = call
      const once = onceOf(call)
      const before = once && (await batchSentBefore(ctx, once))
      if (before) return answerOf(before)
      const batch = await checkBatch(ctx, caller, body)
      const wait = waitFor(caller, batch.letters.length)
      if (wait > 0) {
        reply.header("retry-after", wait)
        throw new ChatError(
          "RATE_LIMIT_EXCEEDED",
          `You may send ${mostEntries} entries of batches a minute: try again in ${wait} s.`,
        )
      }
      return answerOf(await sendBatch(ctx, caller, batch, once))
    },
  )

  route(
    "GET",
    "/messages/batch",
    "platform",
    { summary: "Messages of a batch", query: batchNamed, result: model.countedMessages },
    async ({ query }) => {
      const messages = await listBatchMessages(ctx, query.batchID)
      return { count: messages.length, data: messages.map(view => presentMessage(view, appID)) }
    },
  )
}

const answerOf = ({ batchId, count }: BatchSent) => ({ batchID: batchId, count })

/** What one user may send a minute; the API key has its own limit. */
const mostEntries = 1000
const minuteMs = 60_000

/** Counts the entries of each user. @returns seconds to wait, 0 when these may pass. */
function makeEntryLimit(clock: Clock): (caller: Caller, entries: number) => number {
  const minutes = new Map<string, { since: number; sent: number }>()
  return (caller, entries) => {
    if (caller.kind !== "user") return 0
    const now = clock()
    for (const [id, { since }] of minutes) if (now - since >= minuteMs) minutes.delete(id)
    const minute = minutes.get(caller.clientId) ?? { since: now, sent: 0 }
    if (minute.sent + entries > mostEntries) return Math.ceil((minute.since + minuteMs - now) / 1000)
    minutes.set(caller.clientId, { ...minute, sent: minute.sent + entries })
    return 0
  }
}

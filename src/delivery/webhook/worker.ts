import { startOutbox } from "../outbox.ts"
import { startSender } from "../sender.ts"
import { makeCaller, type WebhookWork } from "./call.ts"
import { makeDurableCalls, makeWebhookCarrier } from "./durable.ts"
import { makeSingleCalls } from "./single.ts"

interface Work extends WebhookWork {
  /** Calls are repeated until they arrive. */
  durable: boolean
  /** Told each outcome, for the metrics. */
  settled: (kind: string, outcome: string) => void
}

/** Calls the webhooks of rooms (contract: webhook.md), beside everything else that goes out. */
export function startWebhooks(work: Work): { wake: () => void; close: () => Promise<void> } {
  const { db, clock, log, durable, settled } = work
  const caller = makeCaller(work)
  // Even where calls are made once: somebody may have had dead ones tried again.
  const sender = startSender({ db, clock, log, carrier: makeWebhookCarrier(caller), settled })
  const webhook = durable
    ? makeDurableCalls(work, caller, sender)
    : makeSingleCalls(caller, outcome => settled("webhook", outcome))
  const outbox = startOutbox({
    db,
    clock,
    log,
    errand: "webhooks",
    outlets: { webhook },
    finished: outcome => settled("webhook", outcome),
  })
  return {
    wake: outbox.wake,
    close: async () => {
      await outbox.close()
      await sender.close()
    },
  }
}

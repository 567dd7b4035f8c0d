import type { Outlet } from "../outbox.ts"
import type { WebhookCaller } from "./call.ts"

/** The documented way: each event is called once, and never again (contract: webhook.md 5). */
export function makeSingleCalls(
  caller: WebhookCaller,
  settled: (outcome: "sent" | "failed") => void,
): Outlet {
  return {
    send: async row => {
      const call = await caller.callOf(row)
      if (!call) return []
      const { outcome } = await caller.call(call)
      settled(outcome === "sent" ? "sent" : "failed")
      return []
    },
  }
}

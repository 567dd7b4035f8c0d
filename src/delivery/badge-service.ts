import type { Log } from "../lib/log.ts"
import { type Callbacks, isSuccess, postJson } from "./json-call.ts"

/**
 * Tells the operator's badge service a user's chat total and has it add what else the user has (contract: webhook.md 8).
 * @returns a function that gives the number to show, which is the chat total when the service has none.
 */
export function makeBadgeService(callbacks: Callbacks, url: string, log: Log) {
  return async (clientId: string, count: number): Promise<number> => {
    const said = await postJson(callbacks, badgeAddressOf(url, clientId), { source: "imkit", count })
    const total = "status" in said && isSuccess(said.status) ? said.object?.total : undefined
    if (Number.isSafeInteger(total) && (total as number) >= 0) return total as number
    const reason = "reason" in said ? said.reason : `status ${said.status} without a total`
    log.warn({ reason }, "the badge service gave no answer that can be used")
    return count
  }
}

/** Where the service is asked about a user. */
export function badgeAddressOf(url: string, clientId: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/+$/, "")}/${encodeURIComponent(clientId)}`
  return address.href
}

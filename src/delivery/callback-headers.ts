import { createHmac } from "node:crypto"

/**
 * The headers of every JSON call to an operator's server; a secret signs the time of the call, in ms since the epoch, and
 * the very bytes of the body (contract: webhook.md 2, push.md 11).
 */
export function callbackHeaders(body: string, secret: string | null, now: number): Record<string, string> {
  const headers = { "content-type": "application/json; charset=utf-8" }
  if (secret === null) return headers
  const signature = createHmac("sha256", secret).update(`${now}.${body}`).digest("hex")
  return { ...headers, "x-imkit-timestamp": String(now), "x-imkit-signature": `sha256=${signature}` }
}

import { createHmac } from "node:crypto"

/**
 * The headers of the Standard Webhooks scheme: an id that stays the same however often a call is repeated, the time of this
 * try in seconds, and with a secret the signature of both and of the very bytes of the body.
 * @param secret text, or `whsec_` and base64.
 */
export function standardHeaders(id: string, body: string, secret: string | null, now: number) {
  const timestamp = String(Math.floor(now / 1000))
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp }
  if (secret === null) return headers
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64")
  return { ...headers, "webhook-signature": `v1,${signature}` }
}

const keyOf = (secret: string) =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : secret

/** What a browser's `PushSubscription` says of itself; the keys are base64url. */
export interface Subscription {
  endpoint: URL
  p256dh: string
  auth: string
}

/** Whether a `web` token is meant as a browser's subscription; others are tokens of FCM's web SDK (contract: push.md 8). */
export const isSubscription = (token: string) => token.trimStart().startsWith("{")

/** @returns undefined when the token is not what a browser gives. */
export function readSubscription(token: string): Subscription | undefined {
  const { endpoint: address, keys } = parse(token) ?? {}
  const endpoint = typeof address === "string" ? URL.parse(address) : null
  const { p256dh, auth } = (keys ?? {}) as Record<string, unknown>
  if (!endpoint || !/^https?:$/.test(endpoint.protocol) || endpoint.username) return
  if (typeof p256dh !== "string" || typeof auth !== "string") return
  return { endpoint, p256dh, auth }
}

function parse(token: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(token)
  } catch {
    return
  }
}

import webPush from "web-push"
import type { Clock } from "../../lib/clock.ts"
import type { Outbound } from "../outbound.ts"
import type { Handover, Notice, Parcel, Provider } from "./notice.ts"
import { handoverOf } from "./web-push-answer.ts"
import { bodyOf, topicOf } from "./web-push-body.ts"
import { readSubscription, type Subscription } from "./web-push-subscription.ts"
import { makeVapidHeaders, type Vapid } from "./web-push-vapid.ts"

const timeoutMs = 10_000

/** Push services keep no push for longer, and some refuse one that asks for it. */
const longestSeconds = 28 * 86_400

/**
 * Carries pushes to browsers (contract: push.md 8; RFC 8030, 8291, 8292).
 * @param outbound makes the calls and holds the connections; its owner closes it.
 */
export function makeWebPush(vapid: Vapid, outbound: Outbound, clock: Clock): Provider {
  const authorizationFor = makeVapidHeaders(vapid, clock)

  async function send(parcel: Parcel): Promise<Handover> {
    const subscription = readSubscription(parcel.token)
    if (!subscription) return { outcome: "gone", reason: "the token is not a browser's subscription" }
    const text = bodyOf(parcel)
    if (text === undefined) return { outcome: "refused", reason: "even its shortest form is too long" }
    const body = encrypt(subscription, text)
    if (!body) return { outcome: "gone", reason: "the keys of the subscription cannot be used" }
    const { endpoint } = subscription
    const headers = { ...headersOf(parcel.notice), authorization: authorizationFor(endpoint.origin) }
    return handoverOf(await outbound.send({ url: endpoint.href, body, headers, timeoutMs }), clock())
  }

  function headersOf(notice: Notice): Record<string, string> {
    const seconds = Math.ceil((notice.expiresAt - clock()) / 1000)
    const topic = topicOf(notice)
    return {
      "content-type": "application/octet-stream",
      "content-encoding": "aes128gcm",
      ttl: String(Math.min(Math.max(seconds, 0), longestSeconds)),
      urgency: "high",
      ...(topic ? { topic } : {}),
    }
  }

  return { send, close: () => {} }
}

/** @returns undefined for keys that are no keys. */
function encrypt({ p256dh, auth }: Subscription, text: string): Buffer | undefined {
  try {
    return webPush.encrypt(p256dh, auth, text, "aes128gcm").cipherText
  } catch {
    return
  }
}

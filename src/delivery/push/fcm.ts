import type { Clock } from "../../lib/clock.ts"
import { type Answer, makeOutbound } from "../outbound.ts"
import { makeAccess } from "./fcm-access.ts"
import type { ServiceAccount } from "./fcm-account.ts"
import { handoverOf, isUnauthorized } from "./fcm-answer.ts"
import { type FcmStyle, fcmMessageOf } from "./fcm-message.ts"
import type { Handover, Parcel, Provider } from "./notice.ts"
import { shorten } from "./shorten.ts"

/** FCM counts keys and values of what it delivers; all that is sent, less the device's token, is never less. */
const mostBytes = 4096

export interface FcmSetup {
  account: ServiceAccount
  /** FCM_URL; Google's own when null. */
  url: string | null
  style: FcmStyle
  clock: Clock
  /** For one answer of Google's. */
  timeoutMs?: number
}

/** Carries pushes to `fcm` and `android` tokens through FCM HTTP v1 (contract: push.md 7). */
export function makeFcm({ account, url, style, clock, timeoutMs = 10_000 }: FcmSetup): Provider {
  // Both addresses are the operator's own, so that they may be private.
  const outbound = makeOutbound(true)
  const access = makeAccess({ account, outbound, clock, timeoutMs })
  const base = (url ?? "https://fcm.googleapis.com").replace(/\/+$/, "")
  const sendUrl = `${base}/v1/projects/${encodeURIComponent(account.projectId)}/messages:send`

  async function send(parcel: Parcel): Promise<Handover> {
    const body = write(parcel)
    if (body === undefined) return { outcome: "refused", reason: `FCM: more than ${mostBytes} bytes` }
    const answer = await post(body)
    const last = "answered" in answer && isUnauthorized(answer) ? await post(body) : answer
    return "answered" in last ? handoverOf(last, parcel.token, clock()) : last
  }

  const write = (parcel: Parcel) =>
    shorten(
      parcel.notice,
      notice => JSON.stringify({ message: fcmMessageOf({ ...parcel, notice }, style, clock()) }),
      mostBytes + Buffer.byteLength(parcel.token),
    )

  async function post(body: string): Promise<Answer | Handover> {
    const grant = await access.get()
    if ("failure" in grant) return grant.failure
    const headers = { "content-type": "application/json", authorization: `Bearer ${grant.token}` }
    const answer = await outbound.send({ url: sendUrl, body, headers, timeoutMs })
    if (isUnauthorized(answer)) access.discard(grant.token)
    return answer
  }

  return { send, close: outbound.close }
}

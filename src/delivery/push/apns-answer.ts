import type { Answer } from "../outbound.ts"
import { retryAfterMs } from "../retry-after.ts"
import type { Handover } from "./notice.ts"

/** What an operator can do about Apple's reason. */
const advice: Record<string, string> = {
  BadCertificate: "check APNS_VOIP_CERT",
  BadCertificateEnvironment: "APNS_VOIP_CERT is for the other environment: see SANDBOX",
  BadEnvironmentKeyInToken: "APNS_KEY is for the other environment: see SANDBOX",
  BadTopic: "check APNS_APPBUNDLEID",
  ExpiredProviderToken: "is this machine's clock right?",
  InvalidProviderToken: "check APNS_KEY, APNS_KEYID and APNS_TEAMID",
  TopicDisallowed: "check APNS_APPBUNDLEID",
}

/** Words for a registration that will never work again (contract: push.md 5). */
const ofDeadDevices = ["BadDeviceToken", "DeviceTokenNotForTopic"]

/** What Apple's answer means for the push. */
export function handoverOf(answer: Answer, nowMs: number): Handover {
  if (!answer.answered) return { outcome: "retry", reason: answer.reason }
  const { status, headers } = answer
  const providerId = headers["apns-id"]
  if (status === 200)
    return { outcome: "sent", providerId: typeof providerId === "string" ? providerId : undefined }
  const word = wordOf(answer)
  const known = Object.hasOwn(advice, word) ? advice[word] : undefined
  const reason = [`status ${status}`, word, known].filter(Boolean).join(", ")
  if (status === 410 || (status === 400 && ofDeadDevices.includes(word))) return { outcome: "gone", reason }
  if (status === 429 || status >= 500 || word === "ExpiredProviderToken")
    return { outcome: "retry", reason, afterMs: retryAfterMs(headers["retry-after"], nowMs) }
  return { outcome: "refused", reason }
}

/** Apple's reason in its one word. Nothing else of an answer is repeated. */
export function wordOf(answer: Answer): string {
  if (!answer.answered) return ""
  return /"reason"\s*:\s*"(\w{1,64})"/.exec(answer.body)?.[1] ?? ""
}

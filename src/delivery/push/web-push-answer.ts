import type { Answer } from "../outbound.ts"
import { retryAfterMs } from "../retry-after.ts"
import type { Handover } from "./notice.ts"

/** Too slow, or too many; 406 is the word of Windows' push service for too many. */
const passing = [406, 408, 429]

const meanings: Record<number, string> = {
  401: "our VAPID keys are not accepted for the device",
  403: "our VAPID keys are not accepted for the device",
  404: "the subscription has ended",
  410: "the subscription has ended",
  413: "the push is too long",
}

/** What a push service's answer means for the push (contract: push.md 8). */
export function handoverOf(answer: Answer, nowMs: number): Handover {
  if (!answer.answered) return { outcome: answer.forbidden ? "gone" : "retry", reason: answer.reason }
  const { status, headers } = answer
  if (status >= 200 && status < 300) return { outcome: "sent" }
  const reason = [`status ${status}`, meanings[status], wordOf(answer.body)].filter(Boolean).join(", ")
  if (status === 404 || status === 410) return { outcome: "gone", reason }
  if (status < 500 && !passing.includes(status)) return { outcome: "refused", reason }
  return { outcome: "retry", reason, afterMs: retryAfterMs(headers["retry-after"], nowMs) }
}

/** Apple's push service names a reason. Nothing else of an answer is repeated: it may name the device. */
function wordOf(body: string): string | undefined {
  return /"reason"\s*:\s*"([A-Za-z]{1,40})"/.exec(body)?.[1]
}

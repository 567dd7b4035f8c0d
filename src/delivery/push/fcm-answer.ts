import type { Answer } from "../outbound.ts"
import { retryAfterMs } from "../retry-after.ts"
import type { Handover } from "./notice.ts"

/** What FCM's answer means for the push and for the device (contract: push.md 7, last table). */
export function handoverOf(answer: Answer, token: string, now: number): Handover {
  if (!answer.answered) return { outcome: "retry", reason: `FCM: ${answer.reason}` }
  const { status, headers, body } = answer
  const said = parse(body)
  if (status >= 200 && status < 300)
    return { outcome: "sent", ...(typeof said.name === "string" ? { providerId: said.name } : {}) }
  const flaw = flawOf(said.error)
  const words = [status, flaw.code, flaw.message].filter(Boolean).join(" ")
  const reason = `FCM: ${words.replaceAll(token, "the device").slice(0, 300)}`
  if (isOfTheDevice(flaw)) return { outcome: "gone", reason }
  if (status === 429 || status === 408 || status >= 500)
    return { outcome: "retry", reason, afterMs: retryAfterMs(headers["retry-after"], now) }
  return { outcome: "refused", reason }
}

/** True when another access token may be accepted; the same status also tells of the project's APNs or web push key. */
export function isUnauthorized(answer: Answer): boolean {
  if (!answer.answered || answer.status !== 401) return false
  return flawOf(parse(answer.body).error).code !== "THIRD_PARTY_AUTH_ERROR"
}

interface Flaw {
  /** FCM's own code, or else that of all Google's interfaces. */
  code: string
  message: string
  /** Names of the fields that were not accepted. */
  fields: string[]
}

/** A 404 without its code may be a wrong address, which must not cost anybody a device. */
function isOfTheDevice({ code, message, fields }: Flaw): boolean {
  if (code === "UNREGISTERED" || code === "SENDER_ID_MISMATCH") return true
  if (code !== "INVALID_ARGUMENT") return false
  return fields.length > 0 ? fields.includes("message.token") : /\bregistration token\b/i.test(message)
}

function flawOf(error: unknown): Flaw {
  const { message, status, details } = Object(error)
  const parts: Record<string, unknown>[] = Array.isArray(details) ? details.map(Object) : []
  const violations = parts.flatMap(part => part.fieldViolations ?? []).map(Object)
  return {
    code: String(parts.find(part => part.errorCode)?.errorCode ?? status ?? ""),
    message: typeof message === "string" ? message : "",
    fields: violations.map(violation => String(violation.field)),
  }
}

/** Proxies and overloaded servers answer in HTML. */
function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body))
  } catch {
    return {}
  }
}

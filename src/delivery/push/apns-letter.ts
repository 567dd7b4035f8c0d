import { createHash } from "node:crypto"
import { alertPayload, callPayload, isSilent } from "./apns-payload.ts"
import type { Handover, Notice } from "./notice.ts"

/** What goes to Apple for one notice, whichever device gets it. */
export interface Letter {
  headers: Record<string, string>
  body: string
}

/** Writes a notice for iOS, or says why it cannot be sent. */
export type LetterWriter = (notice: Notice) => Letter | (Handover & { outcome: "refused" })

/** Alerts, and background pushes where nothing is to be seen or heard (contract: push.md 5). */
export const alertWriter =
  (bundleId: string, sound: string): LetterWriter =>
  notice => {
    const silent = isSilent(notice)
    const headers = {
      "apns-topic": notice.topic ?? bundleId,
      "apns-push-type": silent ? "background" : "alert",
      "apns-priority": silent ? "5" : "10",
      "apns-expiration": String(Math.max(0, Math.floor(notice.expiresAt / 1000))),
      ...(notice.collapseKey ? { "apns-collapse-id": collapseId(notice.collapseKey) } : {}),
    }
    return letterOf(headers, alertPayload(notice, sound))
  }

/** Calls. iOS ends apps that get anything else at such a token (contract: push.md 6). */
export const callWriter =
  (bundleId: string): LetterWriter =>
  notice => {
    if (!isCall(notice)) return refused("only calls may go to a VoIP token")
    const topic = notice.topic ?? bundleId
    const headers = {
      "apns-topic": topic.endsWith(".voip") ? topic : `${topic}.voip`,
      "apns-push-type": "voip",
      "apns-priority": "10",
      "apns-expiration": "0",
    }
    return letterOf(headers, callPayload(notice))
  }

const isCall = ({ messageType, type }: Notice) =>
  messageType === "waitingCall" || type?.startsWith("voip") === true

function letterOf(headers: Letter["headers"] & { "apns-topic": string }, body: string | undefined) {
  if (body === undefined) return refused("even its shortest form is too long")
  if (!/^[\x21-\x7e]{1,255}$/.test(headers["apns-topic"])) return refused("the topic is no bundle id")
  return { headers, body }
}

const refused = (reason: string) => ({ outcome: "refused" as const, reason })

/** Apple takes 64 bytes, and headers take ASCII: a key that is neither is named by its hash. */
const collapseId = (key: string) =>
  /^[\x21-\x7e]{1,64}$/.test(key) ? key : createHash("sha256").update(key).digest("base64url")

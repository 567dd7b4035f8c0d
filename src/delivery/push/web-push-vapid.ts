import webPush from "web-push"
import type { Clock } from "../../lib/clock.ts"

/** The key pair of this server, base64url, and where its operator is reached (contract: push.md 8, RFC 8292). */
export interface Vapid {
  publicKey: string
  privateKey: string
  /** A mailto: or https: address. */
  subject: string
}

const hourMs = 3_600_000
const lifeMs = 12 * hourMs
/** A header is used for so long: clocks of push services may differ from ours. */
const usedMs = 11 * hourMs

/** Users choose the origins that are called, so no more than these are remembered. */
const mostOrigins = 100

/** @returns a function that gives the `Authorization` header for an origin; each is signed once in its life. */
export function makeVapidHeaders({ publicKey, privateKey, subject }: Vapid, clock: Clock) {
  const signed = new Map<string, { header: string; at: number }>()

  return (origin: string): string => {
    const now = clock()
    const known = signed.get(origin)
    // One of the future was signed before the clock was set back: its end is too far away.
    if (known && known.at <= now && now < known.at + usedMs) return known.header
    const end = Math.floor((now + lifeMs) / 1000)
    const header = webPush.getVapidHeaders(
      origin,
      subject,
      publicKey,
      privateKey,
      "aes128gcm",
      end,
    ).Authorization
    if (!known && signed.size >= mostOrigins) signed.delete(signed.keys().next().value ?? "")
    signed.set(origin, { header, at: now })
    return header
  }
}

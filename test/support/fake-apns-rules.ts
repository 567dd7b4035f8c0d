import type { KeyObject } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http2"
import { type JWTPayload, jwtVerify } from "jose"

export interface ApnsAnswer {
  status: number
  reason?: string
  headers?: Record<string, string>
}

export interface Team {
  publicKey: KeyObject
  keyId: string
  teamId: string
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const hourSeconds = 3600

const bad = (reason: string, status = 400): ApnsAnswer => ({ status, reason })

/** What Apple finds wrong with a push, by the words of its documentation. */
export function mistakeIn(headers: IncomingHttpHeaders, bytes: number): ApnsAnswer | undefined {
  const text = (name: string) => String(headers[name] ?? "")
  const kind = text("apns-push-type")
  const isCall = kind === "voip"
  if (headers[":method"] !== "POST") return bad("MethodNotAllowed", 405)
  if (!/^\/3\/device\/[^/]*$/.test(text(":path"))) return bad("BadPath", 404)
  if (text(":path") === "/3/device/") return bad("MissingDeviceToken")
  if (!uuid.test(text("apns-id"))) return bad("BadMessageId")
  if (!text("apns-topic")) return bad("MissingTopic")
  if (isCall !== text("apns-topic").endsWith(".voip")) return bad("TopicDisallowed")
  if (!["alert", "background", "voip"].includes(kind)) return bad("InvalidPushType")
  if (!(kind === "background" ? ["5"] : ["5", "10"]).includes(text("apns-priority")))
    return bad("BadPriority")
  if (!/^\d+$/.test(text("apns-expiration"))) return bad("BadExpirationDate")
  if (text("apns-collapse-id").length > 64) return bad("BadCollapseId")
  if (bytes === 0) return bad("PayloadEmpty")
  if (bytes > (isCall ? 5120 : 4096)) return bad("PayloadTooLarge", 413)
  return
}

/** What Apple finds wrong with the token that says who pushes. */
export async function doubtOf(
  headers: IncomingHttpHeaders,
  team: Team,
  nowMs: number,
): Promise<ApnsAnswer | undefined> {
  const token = /^bearer (.+)$/.exec(headers.authorization ?? "")?.[1]
  if (!token) return bad("MissingProviderToken", 403)
  const claims = await claimsOf(token, team)
  if (claims?.iss !== team.teamId || claims.iat === undefined) return bad("InvalidProviderToken", 403)
  if (Math.abs(nowMs / 1000 - claims.iat) > hourSeconds) return bad("ExpiredProviderToken", 403)
  return
}

async function claimsOf(token: string, { publicKey, keyId }: Team): Promise<JWTPayload | undefined> {
  try {
    // Apple's tokens have no end of their own: their age is judged by the clock of the fake.
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, { algorithms: ["ES256"] })
    return protectedHeader.kid === keyId ? payload : undefined
  } catch {
    return undefined
  }
}

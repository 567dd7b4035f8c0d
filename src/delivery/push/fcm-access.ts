import { SignJWT } from "jose"
import type { Clock } from "../../lib/clock.ts"
import type { Answer, Outbound } from "../outbound.ts"
import { retryAfterMs } from "../retry-after.ts"
import type { ServiceAccount } from "./fcm-account.ts"
import type { Handover } from "./notice.ts"

/** What the token endpoint said, and until when it need not be asked again. */
type Grant = { token: string; until: number } | { failure: Handover; until: number }

/** Access tokens of a service account: one for all senders, until a minute before its end. */
export interface Access {
  get: () => Promise<{ token: string } | { failure: Handover }>
  /** The token was not accepted: whoever asks next gets another. */
  discard: (token: string) => void
}

const scope = "https://www.googleapis.com/auth/firebase.messaging"
const assertedSeconds = 3600
const marginMs = 60_000

/** After a failure the endpoint is left alone for so long, or for what it asks for up to the longest. */
const pauseMs = { usual: 1000, longest: 60_000 }

export interface AccessSetup {
  account: ServiceAccount
  outbound: Outbound
  clock: Clock
  timeoutMs: number
}

/** Trades signed assertions for access tokens (RFC 7523). */
export function makeAccess({ account, outbound, clock, timeoutMs }: AccessSetup): Access {
  let last: Grant | undefined
  let asking: Promise<Grant> | undefined

  async function ask(): Promise<Grant> {
    const assertion = await assert(account, clock())
    const body = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion })
    const answer = await outbound.send({
      url: account.tokenUri,
      body: body.toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      timeoutMs,
    })
    last = grantOf(answer, clock())
    asking = undefined
    return last
  }

  return {
    get: async () => {
      if (last && clock() < last.until) return last
      asking ??= ask()
      return asking
    },
    discard: token => {
      if (last && "token" in last && last.token === token) last = undefined
    },
  }
}

function assert({ clientEmail, privateKey, keyId, tokenUri }: ServiceAccount, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000)
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(keyId ? { kid: keyId } : {}) })
    .setIssuer(clientEmail)
    .setAudience(tokenUri)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + assertedSeconds)
    .sign(privateKey)
}

function grantOf(answer: Answer, now: number): Grant {
  if (!answer.answered) return failed({ outcome: "retry", reason: said(answer.reason) }, now)
  const { status, headers, body } = answer
  const { access_token, expires_in, error, error_description } = fieldsOf(body)
  if (status === 200 && typeof access_token === "string" && access_token !== "")
    return { token: access_token, until: now + Number(expires_in ?? 0) * 1000 - marginMs }
  const reason = said([status, error, error_description].filter(Boolean).join(" ").slice(0, 300))
  if (status >= 400 && status < 500 && status !== 429 && status !== 408)
    return failed({ outcome: "refused", reason }, now)
  return failed({ outcome: "retry", reason, afterMs: retryAfterMs(headers["retry-after"], now) }, now)
}

const said = (words: string) => `no access token for FCM: ${words}`

function failed(failure: Handover & { afterMs?: number }, now: number): Grant {
  return { failure, until: now + Math.min(failure.afterMs ?? pauseMs.usual, pauseMs.longest) }
}

function fieldsOf(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body))
  } catch {
    return {}
  }
}

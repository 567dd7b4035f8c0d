import { createHmac, timingSafeEqual } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { ChatError } from "../../chat/error.ts"
import type { Clock } from "../../lib/clock.ts"

type Query = Record<string, unknown>

/** Addresses that open one file without headers, for a while (contract: client-compat.md 5). */
export interface Signer {
  /** The query of such an address; it is the same for a whole hour, so that browsers can keep what they fetched. */
  sign: (fileId: string) => string
  /** @returns seconds that are left. @throws ChatError INVALID_TOKEN */
  check: (fileId: string, query: Query) => number
  /** Whether a request comes by such an address. @throws ChatError INVALID_TOKEN for one that does not hold */
  admits: (request: FastifyRequest) => boolean
}

const hour = 3600

export function makeSigner(jwtSecret: string, clock: Clock): Signer {
  const key = createHmac("sha256", jwtSecret).update("addresses of files").digest()
  const signatureOf = (fileId: string, expires: string) =>
    createHmac("sha256", key).update(`${expires}\n${fileId}`).digest("base64url")
  const now = () => Math.floor(clock() / 1000)
  const check: Signer["check"] = (fileId, { Expires, Signature }) => {
    const expires = String(Expires)
    const left = Number(expires) - now()
    if (!isSame(String(Signature), signatureOf(fileId, expires))) throw refusal("not one of this server's")
    if (left <= 0) throw refusal("too old")
    return left
  }
  return {
    check,
    admits: ({ query, params }) => {
      if ((query as Query).Signature === undefined) return false
      check((params as Record<string, string>)["*"] ?? "", query as Query)
      return true
    },
    sign: fileId => {
      const expires = String((Math.floor(now() / hour) + 2) * hour)
      return `Expires=${expires}&Signature=${signatureOf(fileId, expires)}`
    },
  }
}

const refusal = (flaw: string) =>
  new ChatError("INVALID_TOKEN", `This signed address is ${flaw}: ask for another with signedUrlOnly=1.`)

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

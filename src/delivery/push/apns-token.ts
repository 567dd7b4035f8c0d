import { createPrivateKey, type KeyObject } from "node:crypto"
import { SignJWT } from "jose"
import type { Clock } from "../../lib/clock.ts"

/** Apple refuses tokens older than an hour, and whoever makes new ones more often than every 20 minutes. */
const renewedAfterMs = 50 * 60_000
const shortestLifeMs = 20 * 60_000

export interface TokenKey {
  /** PEM text of Apple's .p8 file. */
  key: string
  keyId: string
  teamId: string
}

/** What proves to Apple that pushes come from the app's team. */
export interface ProviderToken {
  text: Promise<string>
  madeAt: number
  /** Apple called it too old. */
  refused: boolean
  /** It was made in place of a refused one. */
  early: boolean
}

/**
 * Makes tokens, as seldom as Apple demands.
 * @throws Error with a sentence for the operator when the key cannot be used.
 */
export function makeProviderTokens({ key, keyId, teamId }: TokenKey, clock: Clock): () => ProviderToken {
  const privateKey = readKey(key)
  let current: ProviderToken | undefined

  function sign(): ProviderToken {
    const madeAt = clock()
    const text = new SignJWT()
      .setProtectedHeader({ alg: "ES256", kid: keyId })
      .setIssuer(teamId)
      .setIssuedAt(Math.floor(madeAt / 1000))
      .sign(privateKey)
    return { text, madeAt, refused: false, early: current?.refused ?? false }
  }

  function isInForce({ madeAt, refused, early }: ProviderToken): boolean {
    const age = clock() - madeAt
    // An age below zero: the machine's clock was put right.
    if (age < 0 || age >= renewedAfterMs) return false
    return !refused || (early && age < shortestLifeMs)
  }

  return () => {
    if (!current || !isInForce(current)) current = sign()
    return current
  }
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key
  } catch {
    // What OpenSSL says of a bad key helps nobody.
  }
  throw new Error("APNS_KEY must be the text of the .p8 file that Apple issued (a P-256 private key in PEM)")
}

import { type Failure, failure } from "./errors.ts"

/** Each reason for which a socket has no rights, or has them no more, in words for people. */
const sentences = {
  notSignedIn: "Sign in first: send auth2 with a token.",
  unknown: "Invalid or expired token: send auth2 with a new one.",
  expired: "The token has expired: send auth2 with a new one.",
  revoked: "The token was revoked: send auth2 with a new one.",
  replaced: "The token was replaced: send auth2 with the new one.",
  loggedOut: "The user has logged out: send auth2 to sign in again.",
  loggedOutElsewhere: "The user has logged out all other sessions: send auth2 to sign in again.",
}

/**
 * Why a socket has no rights; clients read it as `error.reason`, beside code and sentence (our own addition to
 * contract: realtime.md 2.4).
 */
export type SignedOut = keyof typeof sentences

/** The failure that tells a socket so, in acks and `error` events alike. */
export function signedOut(reason: SignedOut): Failure & { error: { reason: SignedOut } } {
  const { error, ...envelope } = failure("INVALID_TOKEN", sentences[reason])
  return { ...envelope, error: { ...error, reason } }
}

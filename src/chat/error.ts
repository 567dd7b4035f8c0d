import type { ErrorCode } from "../wire/errors.ts"
import type { SignedOut } from "../wire/signed-out.ts"

/** The one way to refuse: a code of the contract and a sentence that says what to do. Edges translate it. */
export class ChatError extends Error {
  readonly code: ErrorCode
  /** What is wrong with a token. */
  readonly reason: SignedOut | undefined
  constructor(code: ErrorCode, message: string, reason?: SignedOut) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

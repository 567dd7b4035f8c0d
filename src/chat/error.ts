import type { ErrorCode } from "../wire/errors.ts"

/** The one way to refuse: a code of the contract and a sentence that says what to do. Edges translate it. */
export class ChatError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

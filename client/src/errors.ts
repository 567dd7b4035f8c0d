/** Every answer, over HTTP and as a socket's acknowledgement. `RC` 0 is success. */
export interface Envelope<T = unknown> {
  RC: number
  RM?: string
  result: T
  error?: Refusal
}

/** Why the server refused, in its own words. */
export interface Refusal {
  code: string
  /** A sentence for people. */
  message: string
  /** Why a sign-in ended, where the server says so: "expired", "revoked", … */
  reason?: string
}

/** A call that was refused, or lost on its way. */
export class RequestError extends Error {
  /** The HTTP status; 0 when the server was not reached or did not answer in time. */
  readonly status: number
  readonly code: string
  readonly reason: string | undefined

  constructor(status: number, { code, message, reason }: Refusal) {
    super(message)
    this.name = "RequestError"
    this.status = status
    this.code = code
    this.reason = reason
  }

  /** The server understood and said no: the same call will be refused again. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429
  }
}

export function refusalOf({ RC, RM, error }: Partial<Envelope>): Refusal {
  return error ?? { code: `RC_${RC}`, message: RM ?? "The server refused." }
}

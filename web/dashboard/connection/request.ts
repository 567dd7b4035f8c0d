/** What the server refused, in its own sentence; `UNREACHABLE` when there was no answer. */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string, sentence: string) {
    super(sentence)
    this.code = code
  }
}

export type Method = "GET" | "POST" | "PUT" | "DELETE"
export type Request = <T>(method: Method, path: string, body?: unknown) => Promise<T>

/** Calls of the operator who is signed in by cookie. @param signedOut hears when that is over. */
export function createRequest(signedOut: () => void): Request {
  return async (method, path, body) => {
    const response = await fetch(`/dashboard/api${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        ...(method === "GET" ? {} : { "X-Parley-Dashboard": "1" }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => {
      throw new Refusal("UNREACHABLE", "")
    })
    const answer = await response.json().catch(() => ({}))
    if (response.ok && answer.RC === 0) return answer.result
    const { code = "UNREACHABLE", message = "" } = answer.error ?? {}
    if (code === "OPERATOR_SIGNED_OUT") signedOut()
    throw new Refusal(code, message)
  }
}

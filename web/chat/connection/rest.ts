import type { Envelope } from "../wire/envelope.ts"

const TIMEOUT_MS = 15_000

/** A refused or lost request. Status 0: the server was not reached. */
export class RestError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface RestOptions {
  domain: string
  clientKey: string
  token: string
  onUnauthorized(): void
}

export interface Rest {
  request<T>(method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<T>
  /** The server's clock, in ms, as far as its answers tell. */
  now(): number
}

export function createRest({ domain, clientKey, token, onUnauthorized }: RestOptions): Rest {
  let clockOffset = 0
  const headers = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token }

  async function request<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(domain + path, {
      method,
      headers: body ? { ...headers, "Content-Type": "application/json" } : headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(reason => {
      throw new RestError(0, String(reason))
    })
    const date = Date.parse(answer.headers.get("date") ?? "")
    if (date) clockOffset = date - Date.now()
    if (answer.status === 401) onUnauthorized()
    const envelope = (await answer.json().catch(() => undefined)) as Envelope<T> | undefined
    if (!answer.ok || envelope?.RC !== 0)
      throw new RestError(answer.status, envelope?.RM ?? answer.statusText)
    return envelope.result
  }

  return { request, now: () => Date.now() + clockOffset }
}

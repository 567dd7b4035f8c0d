import type { ServerClock } from "./clock.ts"
import { type Envelope, type Refusal, RequestError, refusalOf } from "./errors.ts"
import type { TokenSource } from "./token-source.ts"

const timeoutMs = 15_000

export interface RestOptions {
  /** Origin of the server. */
  url: string
  clientKey: string
  tokens: TokenSource
  clock: ServerClock
  fetch: typeof fetch
  /** Ends every call. */
  life: AbortSignal
  /** No token is good any more. */
  onRefused(refusal: Refusal): void
}

export type Method = "GET" | "POST" | "PUT" | "DELETE"

/** One REST call as the signed-in user. @throws RequestError */
export type Request = <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>

/** REST with the user's token; where it is refused, a fresh one is asked for and the call made once more. */
export function createRest(options: RestOptions): Request {
  const { tokens, onRefused } = options
  return async <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => {
    const token = await tokens.current()
    const attempt = (token: string) => call<T>(options, token, { method, path, body, signal })
    try {
      return await attempt(token)
    } catch (error) {
      if (!isUnauthorized(error)) throw error
      const fresh = await tokens.renew(token)
      if (fresh === undefined) onRefused(error)
      if (fresh === undefined) throw error
      return await attempt(fresh).catch(again => {
        if (isUnauthorized(again)) onRefused(again)
        throw again
      })
    }
  }
}

const isUnauthorized = (error: unknown): error is RequestError =>
  error instanceof RequestError && error.status === 401

interface Call {
  method: Method
  path: string
  body?: unknown
  signal?: AbortSignal
}

async function call<T>(
  options: RestOptions,
  token: string,
  { method, path, body, signal }: Call,
): Promise<T> {
  const headers: Record<string, string> = { "IM-CLIENT-KEY": options.clientKey, "IM-Authorization": token }
  if (body !== undefined) headers["Content-Type"] = "application/json"
  const ended = new AbortController()
  const end = () => ended.abort()
  const timer = setTimeout(end, timeoutMs)
  const enders = [options.life, ...(signal ? [signal] : [])]
  for (const ender of enders) ender.addEventListener("abort", end)
  try {
    if (enders.some(ender => ender.aborted)) end()
    const answer = await options.fetch(options.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: ended.signal,
    })
    const date = Date.parse(answer.headers.get("date") ?? "")
    if (date) options.clock.hint(date)
    const envelope = read<T>(await answer.text())
    if (answer.ok && envelope?.RC === 0) return envelope.result
    throw new RequestError(answer.status, refusalOf(envelope ?? { RC: answer.status, RM: answer.statusText }))
  } catch (error) {
    if (error instanceof RequestError) throw error
    throw new RequestError(0, { code: "UNREACHED", message: `The server was not reached: ${error}` })
  } finally {
    clearTimeout(timer)
    for (const ender of enders) ender.removeEventListener("abort", end)
  }
}

function read<T>(text: string): (Partial<Envelope<T>> & { result: T }) | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

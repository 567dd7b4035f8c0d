import type { Clock } from "../lib/clock.ts"
import type { Database } from "../store/database.ts"
import { callbackHeaders } from "./callback-headers.ts"
import { type CallbackAddresses, type CallbackKind, callbackRequest } from "./callback-requests.ts"
import type { Outbound } from "./outbound.ts"

/** A call that an operator has tried. @param url in place of the configured one. */
export interface CallbackTrial {
  kind: CallbackKind
  roomId?: string
  url?: string
}

/** What was sent and what came back, without secrets; `ms` is how long it took. */
export interface CallbackTried {
  request: { method: "POST"; url: string; headers: Record<string, string>; body: unknown }
  answer?: { status: number; headers: Record<string, string>; body: unknown }
  ms: number
  error?: string
}

interface Work {
  db: Database
  clock: Clock
  outbound: Outbound
  addresses: CallbackAddresses
}

const timeoutMs = 10_000

/** More of an answer is not shown. */
const longestShown = 16 * 1024

const mask = "•••"

/** Makes one call of a kind through the client of all such calls. @returns undefined where no address is known. */
export function makeCallbackTest({ db, clock, outbound, addresses }: Work) {
  return async ({ kind, roomId, url: given }: CallbackTrial): Promise<CallbackTried | undefined> => {
    const { url: known, body, secret } = await callbackRequest(db, kind, addresses, clock(), roomId)
    const url = given || known
    if (url === undefined) return
    const text = JSON.stringify(body)
    const headers = { ...callbackHeaders(text, secret, clock()), "x-parley-test": "1" }
    const request = { method: "POST" as const, url: withoutSecrets(url), headers: masked(headers), body }
    const begun = performance.now()
    const answer = await outbound.send({ url, body: text, headers, timeoutMs })
    const ms = Math.round(performance.now() - begun)
    if (!answer.answered) return { request, ms, error: answer.reason }
    const { status } = answer
    return {
      request,
      ms,
      answer: { status, headers: masked(textsOf(answer.headers)), body: bodyOf(answer.body) },
    }
  }
}

const secretHeaders = /signature|authorization|cookie|secret|token|api[-_]?key/i

const masked = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.test(name) ? mask : value]),
  )

const textsOf = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

/** Passwords stand before the host, keys in the query. */
function withoutSecrets(text: string): string {
  const url = URL.parse(text)
  if (!url) return text
  const query = [...url.searchParams.keys()].map(name => `${encodeURIComponent(name)}=${mask}`).join("&")
  return `${url.origin}${url.pathname}${query === "" ? "" : `?${query}`}`
}

/** JSON as a value, with its tokens masked; anything else as text. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text, (name, value) =>
      typeof value === "string" && /token|secret|password/i.test(name) ? mask : value,
    )
  } catch {
    return text.slice(0, longestShown)
  }
}

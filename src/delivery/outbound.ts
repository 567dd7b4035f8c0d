import { lookup } from "node:dns"
import http from "node:http"
import https from "node:https"
import { isIP, type LookupFunction } from "node:net"
import { isPublic } from "../lib/address.ts"

/** What became of an outgoing call: never an exception. */
export type Outcome = { sent: true; status: number } | { sent: false; reason: string }

export interface OutboundRequest {
  url: string
  body: string
  headers: Record<string, string>
  timeoutMs: number
}

/** The one HTTP client for calls to operators' servers (contract: push.md 11, webhook.md 1). */
export interface Outbound {
  post: (request: OutboundRequest) => Promise<Outcome>
  /** Breaks off what is under way. */
  close: () => void
}

/** Answers are read only to free the connection; more than this is cut off. */
const largestAnswer = 64 * 1024

/** @param allowPrivate lets calls reach http and private addresses: development and tests only. */
export function makeOutbound(allowPrivate: boolean): Outbound {
  const options = { keepAlive: true, maxSockets: 256, lookup: allowPrivate ? undefined : guardedLookup }
  const closing = new AbortController()
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) }

  function post({ url, body, headers, timeoutMs }: OutboundRequest): Promise<Outcome> {
    const target = new URL(url)
    if (!allowPrivate && target.protocol !== "https:") return Promise.resolve(refused("only https is called"))
    const host = target.hostname.replace(/^\[|\]$/g, "")
    // Literal addresses are never looked up, so they are judged here.
    if (!allowPrivate && isIP(host) && !isPublic(host))
      return Promise.resolve(refused("the address is not public"))
    return new Promise(resolve => {
      const { request } = target.protocol === "https:" ? https : http
      const call = request(target, {
        method: "POST",
        agent: agents[target.protocol as keyof typeof agents],
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]),
      })
      call.on("error", error => resolve(refused(reasonOf(error, timeoutMs))))
      call.on("response", response => {
        const status = response.statusCode ?? 0
        let read = 0
        response.on("data", (chunk: Buffer) => {
          read += chunk.length
          if (read > largestAnswer) response.destroy()
        })
        response.on("error", () => {})
        response.on("close", () =>
          resolve(status >= 200 && status < 300 ? { sent: true, status } : refused(`status ${status}`)),
        )
      })
      call.end(body)
    })
  }

  function reasonOf(error: Error, timeoutMs: number): string {
    if (closing.signal.aborted) return "the server was stopped"
    return error.name === "AbortError" ? `no answer in ${timeoutMs} ms` : error.message
  }

  return {
    post,
    close: () => {
      closing.abort()
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

const refused = (reason: string): Outcome => ({ sent: false, reason })

/** Judges the very addresses that are connected to, so that a name cannot change its mind in between. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "")
    const bad = addresses.find(({ address }) => !isPublic(address))
    if (bad || addresses.length === 0) return callback(new Error(`${hostname} has no public address`), "")
    if (options.all) return callback(null, addresses)
    callback(null, addresses[0]?.address ?? "", addresses[0]?.family)
  })
}

import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http"
import https from "node:https"
import { flawOf, publicLookup } from "./address-guard.ts"

export interface OutboundRequest {
  /** POST when absent. */
  method?: string
  url: string
  body: string | Buffer
  headers: Record<string, string>
  /** For all of it: finding the address, connecting, sending, and reading the answer. */
  timeoutMs: number
  /** More of the answer's body is not read; 64 KiB when absent. */
  mostBytes?: number
}

/**
 * What came of an outgoing call: never an exception. `body` is what came of it in time and within its bound; `forbidden`
 * says that the address by its looks will never be called, whatever names mean later.
 */
export type Answer =
  | { answered: true; status: number; headers: IncomingHttpHeaders; body: string }
  | { answered: false; reason: string; forbidden?: true }

/** What a push centre made of a call (contract: push.md 11): any 2xx is success, whatever the body says. */
export type Outcome = { sent: true; status: number } | { sent: false; reason: string }

export function outcomeOf(answer: Answer): Outcome {
  if (!answer.answered) return { sent: false, reason: answer.reason }
  const { status } = answer
  return status >= 200 && status < 300 ? { sent: true, status } : { sent: false, reason: `status ${status}` }
}

/**
 * The one HTTP client for calls to addresses that operators and users chose (contract: push.md 8 and 11, webhook.md 1).
 * A call is made once: it is repeated only if its connection turns out to be closed before anything was sent. Redirects
 * are answers like others.
 */
export interface Outbound {
  send: (request: OutboundRequest) => Promise<Answer>
  /** Breaks off what is under way. */
  close: () => void
}

/** Connections that nobody used for this time are closed: before most servers would do it under a call's feet. */
const idleMs = 4000

/** @param allowPrivate lets calls reach http and private addresses: development and tests only. */
export function makeOutbound(allowPrivate: boolean): Outbound {
  const options = {
    ...{ keepAlive: true, maxSockets: 256, timeout: idleMs },
    lookup: allowPrivate ? undefined : publicLookup,
  }
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  const underWay = new Set<AbortController>()
  let closed = false

  async function send(request: OutboundRequest): Promise<Answer> {
    if (closed) return refused("the server was stopped")
    const url = URL.parse(request.url)
    const flaw = url ? flawOf(url, allowPrivate) : "this is not an address"
    if (!url || flaw) return { ...refused(flaw), forbidden: true }
    const breaking = new AbortController()
    underWay.add(breaking)
    const giveUp = () => breaking.abort(new Error(`no answer in ${request.timeoutMs} ms`))
    const timer = setTimeout(giveUp, request.timeoutMs)
    try {
      for (;;) {
        const answer = await attempt(url, request, breaking.signal)
        if (answer !== "unsent") return answer
      }
    } catch (error) {
      const reason = breaking.signal.aborted ? breaking.signal.reason : error
      return refused((reason as Error).message)
    } finally {
      clearTimeout(timer)
      underWay.delete(breaking)
    }
  }

  /** @returns "unsent" when an idle connection was used that the far end had closed already. */
  function attempt(
    url: URL,
    { method = "POST", headers, body, mostBytes = 64 * 1024 }: OutboundRequest,
    signal: AbortSignal,
  ): Promise<Answer | "unsent"> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === "https:"
      const call = (secure ? https : http).request(url, {
        method,
        agent: secure ? agents.https : agents.http,
        headers: { ...headers, "accept-encoding": "identity", "content-length": Buffer.byteLength(body) },
        signal,
      })
      let sent = false
      const write = () => {
        sent = true
        call.end(body)
      }
      // After two turns of the loop it is known here whether the far end has closed a connection that was kept.
      const writeIfOpen = () => setImmediate(() => setImmediate(() => call.destroyed || write()))
      call.on("socket", () => (call.reusedSocket ? writeIfOpen() : write()))
      call.on("error", error => {
        if (call.reusedSocket && !sent && !signal.aborted) resolve("unsent")
        else reject(error)
      })
      // Once it has begun to answer, it has answered: what breaks off later only shortens the body.
      call.on("response", response => resolve(readAnswer(response, mostBytes)))
    })
  }

  return {
    send,
    close: () => {
      closed = true
      for (const call of underWay) call.abort(new Error("the server was stopped"))
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function readAnswer(response: IncomingMessage, mostBytes: number): Promise<Answer> {
  const { statusCode: status = 0, headers } = response
  const chunks: Buffer[] = []
  let length = 0
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) response.destroy()
  })
  response.on("error", () => {})
  return new Promise(resolve =>
    response.on("close", () => {
      const body = Buffer.concat(chunks).subarray(0, mostBytes).toString()
      resolve({ answered: true, status, headers, body })
    }),
  )
}

const refused = (reason: string) => ({ answered: false as const, reason })

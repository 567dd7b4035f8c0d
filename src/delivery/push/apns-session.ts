import { connect } from "node:http2"
import type { SecureContextOptions } from "node:tls"
import type { Answer } from "../outbound.ts"
import { exchange, type Request } from "./apns-exchange.ts"

export interface Far {
  /** Like `https://api.push.apple.com`. */
  origin: string
  /** Who signs the host's certificate, when it is none of the usual; our own certificate. */
  tls: Pick<SecureContextOptions, "ca" | "cert" | "key">
  /** The host has this long to take a connection, and to answer a ping. */
  patienceMs: number
  pingEveryMs: number
}

/** One HTTP/2 connection from its first byte to its last. */
export interface Session {
  /** How many more requests the host takes now. */
  free: () => number
  /** Whether it ever carried anything. */
  wasUsed: () => boolean
  /** @returns "untouched" when the host certainly did not look at it. Never throws. */
  carry: (request: Request, signal: AbortSignal) => Promise<Answer | "untouched">
  /** Asks whether the host is still there, and ends the session if not. */
  ping: () => void
  /** Ends it now, with all it carries. */
  end: (reason: string) => void
}

export interface SessionEvents {
  /** The host said how much it takes. */
  ready: () => void
  /** It takes nothing more; what it carries may still be answered. */
  leaving: (reason: string) => void
  ended: () => void
}

/** Opens a session; everything that can fail is told by `leaving`. */
export function openSession({ origin, tls, patienceMs, pingEveryMs }: Far, events: SessionEvents): Session {
  const session = connect(origin, { ...tls, settings: { enablePush: false }, maxSessionMemory: 100 })
  let ready = false
  let used = false
  let underWay = 0
  let lastTaken = Number.POSITIVE_INFINITY
  let reason = "the connection was lost"
  const opening = setTimeout(() => end(`no connection in ${patienceMs} ms`), patienceMs)
  const pinging = setInterval(() => ping(), pingEveryMs).unref()
  let pinged: NodeJS.Timeout | undefined

  session.on("remoteSettings", () => {
    clearTimeout(opening)
    ready = true
    events.ready()
  })
  session.on("goaway", (_code, lastStreamId) => {
    lastTaken = lastStreamId
    events.leaving("the host is leaving")
  })
  session.on("error", error => {
    reason = error.message
  })
  session.on("close", () => {
    clearTimeout(opening)
    clearInterval(pinging)
    clearTimeout(pinged)
    events.leaving(reason)
    events.ended()
  })

  function ping(): void {
    if (pinged || !ready || session.destroyed) return
    pinged = setTimeout(() => end(`no answer to a ping in ${patienceMs} ms`), patienceMs)
    session.ping(() => {
      clearTimeout(pinged)
      pinged = undefined
    })
  }

  function end(why: string): void {
    reason = why
    session.destroy()
  }

  function free(): number {
    if (!ready || session.closed || session.destroyed) return 0
    return (session.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY) - underWay
  }

  async function carry(request: Request, signal: AbortSignal): Promise<Answer | "untouched"> {
    used = true
    underWay++
    const { answer, streamId, refused } = await exchange(session, request, signal)
    underWay--
    if (answer) return answer
    // The session has used up its numbers for streams.
    if (streamId === undefined && !signal.aborted) session.close()
    if (refused || streamId === undefined || streamId > lastTaken) return "untouched"
    return { answered: false, reason }
  }

  return { free, wasUsed: () => used, carry, ping, end }
}

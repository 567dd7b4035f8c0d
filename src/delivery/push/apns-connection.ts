import type { Answer } from "../outbound.ts"
import type { Request } from "./apns-exchange.ts"
import { type Far, openSession, type Session } from "./apns-session.ts"

/** So often a request that the host did not look at goes out again. */
const mostResends = 2

/** The way to one host, over one session after the other. */
export interface Connection {
  /** Never throws. What the host has no room for waits. */
  request: (request: Request) => Promise<Answer>
  close: () => void
}

const stopped = "the server was stopped"

interface Exchange {
  request: Request
  resends: number
  /** Aborted once it is over. */
  over: AbortController
  answer: (answer: Answer) => void
}

/** @param timeoutMs for all of a request: waiting for room, sending it, its answer. */
export function makeConnection(far: Far, timeoutMs: number): Connection {
  const waiting = new Set<Exchange>()
  const sessions = new Set<Session>()
  let current: Session | undefined
  let closed = false

  function request(request: Request): Promise<Answer> {
    if (closed) return Promise.resolve(unanswered(stopped))
    const over = new AbortController()
    return new Promise<Answer>(resolve => {
      const timer = setTimeout(() => {
        current?.ping()
        answer(unanswered(`no answer in ${timeoutMs} ms`))
      }, timeoutMs)
      const answer = (answer: Answer) => {
        clearTimeout(timer)
        waiting.delete(exchange)
        over.abort()
        resolve(answer)
      }
      const exchange: Exchange = { request, resends: 0, over, answer }
      waiting.add(exchange)
      advance()
    })
  }

  function advance(): void {
    if (closed || waiting.size === 0) return
    current ??= open()
    for (const exchange of waiting) {
      if (current.free() < 1) return
      waiting.delete(exchange)
      void carry(current, exchange)
    }
  }

  function open(): Session {
    const session = openSession(far, {
      ready: advance,
      leaving: reason => {
        if (current !== session) return
        current = undefined
        // A host that took nothing is not asked again at once: that is the sender's to decide.
        if (!session.wasUsed()) for (const exchange of waiting) exchange.answer(unanswered(reason))
        advance()
      },
      ended: () => sessions.delete(session),
    })
    sessions.add(session)
    return session
  }

  async function carry(session: Session, exchange: Exchange): Promise<void> {
    const answer = await session.carry(exchange.request, exchange.over.signal)
    if (answer !== "untouched") exchange.answer(answer)
    else if (closed || exchange.resends === mostResends) exchange.answer(unanswered("the host took nothing"))
    else if (!exchange.over.signal.aborted) {
      exchange.resends++
      waiting.add(exchange)
    }
    advance()
  }

  return {
    request,
    close: () => {
      closed = true
      for (const exchange of waiting) exchange.answer(unanswered(stopped))
      for (const session of sessions) session.end(stopped)
    },
  }
}

const unanswered = (reason: string): Answer => ({ answered: false, reason })

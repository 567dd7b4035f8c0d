import type { Clock } from "../lib/clock.ts"
import { callbackHeaders } from "./callback-headers.ts"
import type { Outbound } from "./outbound.ts"

/** How an operator's servers are asked for something. */
export interface Callbacks {
  outbound: Outbound
  clock: Clock
  /** Signs the calls, if there is one. */
  secret: string | null
  timeoutMs: number
}

/** What a server said; `object` is there when it said a JSON object. */
export type Said = { status: number; object?: Record<string, unknown> } | { reason: string }

/** Posts a value as JSON. Never throws. */
export async function postJson(callbacks: Callbacks, url: string, value: object): Promise<Said> {
  const { outbound, clock, secret, timeoutMs } = callbacks
  const body = JSON.stringify(value)
  const headers = callbackHeaders(body, secret, clock())
  const answer = await outbound.send({ url, body, headers, timeoutMs })
  if (!answer.answered) return { reason: answer.reason }
  return { status: answer.status, object: objectOf(answer.body) }
}

/** The JSON object that a text is, if it is one. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const isSuccess = (status: number) => status >= 200 && status < 300

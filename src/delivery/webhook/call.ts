import type { Clock } from "../../lib/clock.ts"
import type { Log } from "../../lib/log.ts"
import type { Database } from "../../store/database.ts"
import type { OutboxRow } from "../../store/outbox.ts"
import { callsWebhook, findRoom, type RoomRow } from "../../store/rooms.ts"
import { callbackHeaders } from "../callback-headers.ts"
import { isSuccess, objectOf } from "../json-call.ts"
import type { Outbound } from "../outbound.ts"
import { retryAfterMs } from "../retry-after.ts"
import type { Try } from "../sender.ts"
import { addressOf } from "./address.ts"
import { bodyOf } from "./body.ts"
import { standardHeaders } from "./standard-headers.ts"

export interface WebhookWork {
  db: Database
  clock: Clock
  log: Log
  appID: string
  outbound: Outbound
  /** What keys are appended to. */
  prefix: string | null
  secret: string | null
  /** Does what a webhook's answer asks for; once for each call where calls are named. */
  obey: (roomId: string, reply: Record<string, unknown>, callId?: string) => Promise<void>
}

/** One call of a room's webhook: where to, and the body that says what happened. */
export interface WebhookCall {
  url: string
  roomId: string
  body: string
  /** The same for each repetition of a call; absent where none is made. */
  id?: string
}

/** The receiver has this long to answer (contract: webhook.md 5). */
const timeoutMs = 10_000

/** An answer may hold the longest message there is. */
const longestAnswer = 1024 * 1024

/** A receiver may ask for no longer pause than this, ms. */
const longestPauseMs = 86_400_000

/** Makes calls of rooms' webhooks. */
export function makeCaller(work: WebhookWork) {
  const { db, clock, log, appID, outbound, prefix, secret } = work
  const noteRoom = oncePerRoom(roomId =>
    log.warn({ room: roomId }, "a room's webhook is a key, and WEBHOOK is not set: it is not called"),
  )

  /** Where the calls of a room go at present; undefined where none is to be made. */
  function urlOf(room: RoomRow | undefined): string | undefined {
    if (!room || !callsWebhook(room)) return undefined
    const url = addressOf(room.webhook ?? "", prefix)
    if (url === undefined) noteRoom(room.id)
    return url
  }

  return {
    urlOf: async (roomId: string) => urlOf(await findRoom(db, roomId)),

    /** @returns undefined where nothing is to be said any more. */
    callOf: async (row: OutboxRow): Promise<WebhookCall | undefined> => {
      const room = await findRoom(db, row.roomId)
      const url = urlOf(room)
      const body = room && url !== undefined ? await bodyOf(db, appID, row, room) : undefined
      return url === undefined || !body ? undefined : { url, roomId: row.roomId, body: JSON.stringify(body) }
    },

    /** Calls, and has the answer obeyed. */
    call: async ({ url, roomId, body, id }: WebhookCall): Promise<Try> => {
      const now = clock()
      const standard = id === undefined ? {} : standardHeaders(id, body, secret, now)
      const headers = { ...callbackHeaders(body, secret, now), ...standard }
      const answer = await outbound.send({ url, body, headers, timeoutMs, mostBytes: longestAnswer })
      if (answer.answered && isSuccess(answer.status)) {
        const reply = objectOf(answer.body)
        if (reply) await work.obey(roomId, reply, id)
        return { outcome: "sent" }
      }
      const reason = answer.answered ? `status ${answer.status}` : answer.reason
      log.warn({ room: roomId, reason }, "a webhook was not reached")
      if (!answer.answered) return { outcome: answer.forbidden ? "dead" : "retry", reason }
      const afterMs = retryAfterMs(answer.headers["retry-after"], now) ?? 0
      return { outcome: "retry", reason, afterMs: Math.min(afterMs, longestPauseMs) }
    },
  }
}

export type WebhookCaller = ReturnType<typeof makeCaller>

/** Does something once for each room, so that a log stays readable; with very many rooms it may happen again. */
function oncePerRoom(act: (roomId: string) => void): (roomId: string) => void {
  const done = new Set<string>()
  return roomId => {
    if (done.has(roomId)) return
    if (done.size >= 10_000) done.clear()
    done.add(roomId)
    act(roomId)
  }
}

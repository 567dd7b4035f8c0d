import type { Clock } from "../../lib/clock.ts"
import { presentMessage } from "../../present/message.ts"
import { sumUnread } from "../../store/badges.ts"
import type { Database } from "../../store/database.ts"
import { findMessage } from "../../store/messages.ts"
import type { OutboxRow } from "../../store/outbox.ts"
import { findRoom } from "../../store/rooms.ts"
import { viewMessage } from "../../store/views.ts"
import { callbackHeaders } from "../callback-headers.ts"
import { type Outbound, type Outcome, outcomeOf } from "../outbound.ts"
import { alertOf } from "./alert.ts"
import { recipientsOf } from "./recipients.ts"

/** The receiver has this long to answer (contract: push.md 11). */
const timeoutMs = 10_000

/** Requests of version 1 that are under way at once for one message. */
const atOnce = 16

export interface ExternalPush {
  db: Database
  clock: Clock
  appID: string
  readTracking: boolean
  url: string
  secret: string | null
  outbound: Outbound
}

/** Tells the operator's push centre of one message. @returns what became of each call; none when nobody is to be told. */
export async function pushExternally(push: ExternalPush, row: OutboxRow): Promise<Outcome[]> {
  const bodies = await bodiesOf(push, row)
  const outcomes: Outcome[] = []
  const queue = [...bodies]
  const work = async () => {
    for (let body = queue.shift(); body; body = queue.shift())
      outcomes.push(await call(push, JSON.stringify(body)))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, bodies.length) }, work))
  return outcomes
}

async function bodiesOf({ db, appID, readTracking }: ExternalPush, row: OutboxRow): Promise<object[]> {
  const message = await findMessage(db, row.messageId)
  // It was deleted before its push went out.
  if (!message) return []
  const recipients = await recipientsOf(db, message)
  if (recipients.length === 0) return []
  const view = await viewMessage(db, message)
  const shown = presentMessage(view, appID)
  if (row.kind === "push-v2") {
    const room = await findRoom(db, message.roomId)
    return [{ ...shown, roomName: room?.name ?? "", pushToClients: recipients.map(client => client.id) }]
  }
  const alert = alertOf(view)
  const bodies: object[] = []
  for (const { id } of recipients) {
    bodies.push({ ...shown, alert, toClient: id, badge: readTracking ? await sumUnread(db, id) : 0 })
  }
  return bodies
}

async function call({ clock, url, secret, outbound }: ExternalPush, body: string): Promise<Outcome> {
  const headers = callbackHeaders(body, secret, clock())
  return outcomeOf(await outbound.send({ url, body, headers, timeoutMs }))
}

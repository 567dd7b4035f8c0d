import { isoOf } from "../lib/clock.ts"
import type { DeadWebhook } from "../store/dead-webhooks.ts"

/** A call of a webhook that was given up, with the whole body that was sent. */
export function presentDeadWebhook({ id, roomId, body, attempts, reason, createdAt, diedAt }: DeadWebhook) {
  return {
    _id: id,
    room: roomId,
    attempts,
    reason: reason ?? "",
    createdAt: isoOf(createdAt),
    createdAtMS: createdAt,
    diedAt: isoOf(diedAt),
    diedAtMS: diedAt,
    body: JSON.parse(body),
  }
}

import type { Statements } from "./database.ts"
import { claimSendings, insertSendings, type SendingRow } from "./sendings.ts"

/** What a sending of a webhook says, byte for byte the same each time. */
export interface WebhookJob {
  body: string
}

/** Whoever cannot be reached for three days is given up. */
const lifeMs = 3 * 86_400_000

/** A call that is to be made until it arrives, for the first time now. */
export function webhookSending(
  call: { id: string; roomId: string; messageId?: string; body: string; createdAt: number },
  now: number,
): SendingRow {
  const job: WebhookJob = { body: call.body }
  return {
    ...{ id: call.id, kind: "webhook", roomId: call.roomId, messageId: call.messageId ?? "", clientId: "" },
    ...{ deviceType: "", deviceId: "", job, attempts: 0, held: false },
    ...{ dueAt: now, expiresAt: now + lifeMs, createdAt: call.createdAt },
  }
}

/** Stores one whose first try is being made; nobody else tries it before an instant. */
export async function insertClaimed(tx: Statements, sending: SendingRow, until: number): Promise<void> {
  await insertSendings(tx, [sending])
  await claimSendings(tx, [sending.id], sending.dueAt, until)
}

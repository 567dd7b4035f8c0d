import { listClients } from "../store/clients.ts"
import { listMembers } from "../store/members.ts"
import { findMessage, type MessageRow } from "../store/messages.ts"
import { listOutboxOf, type OutboxRow } from "../store/outbox.ts"
import { listSendingsOf, type SendingRow } from "../store/sendings.ts"
import { findUnpushed, listSettlementsOf, type Settlement } from "../store/settlements.ts"
import type { PushFate, pushSentences } from "../wire/push-outcomes.ts"
import type { Context } from "./context.ts"
import { noMessage } from "./message-access.ts"

/** Whose pushes are asked about; absent, everybody's. */
export interface PushQuestion {
  messageId: string
  clientId?: string
  deviceId?: string
}

export interface PushExplanation {
  messageId: string
  roomId: string | null
  outcome: keyof typeof pushSentences
  fates: PushFate[]
  /** Calls of the room's webhook, and calls of an operator's push centre that wait. */
  callbacks: (PushFate & { kind: OutboxRow["kind"] })[]
}

/** Tells what became of the pushes of a message. @throws ChatError MESSAGE_NOT_FOUND */
export async function explainPush(ctx: Context, question: PushQuestion): Promise<PushExplanation> {
  const { messageId } = question
  const { db } = ctx
  // In this order, so that what moves from one to the next meanwhile is seen at least once.
  const queued = await listOutboxOf(db, messageId)
  const sendings = await listSendingsOf(db, messageId)
  const settled = await listSettlementsOf(db, messageId)
  const reasons = await findUnpushed(db, messageId)
  const message = await findMessage(db, messageId)
  const over = new Set(settled.map(row => row.id))
  const known = [
    ...settled.map(row => ({ kind: row.kind, ...fateOfSettled(row) })),
    ...sendings.filter(row => !over.has(row.id)).map(row => ({ kind: row.kind, ...fateOfWaiting(row) })),
  ]
  const pushes = known.filter(({ kind }) => kind === "push").map(({ kind: _, ...fate }) => fate)
  const people = Object.entries(reasons ?? {}).flatMap(([outcome, ids]) =>
    ids.map(id => fateOfPerson(id, outcome)),
  )
  const seen = new Set([...pushes, ...people].map(fate => fate.clientId))
  const later = reasons && message ? await listLaterMembers(ctx, message, seen) : []
  const fates = [...pushes, ...people, ...later.map(id => fateOfPerson(id, "added later"))]
  if (!message && fates.length === 0) throw noMessage()
  return {
    messageId,
    roomId: message?.roomId ?? settled[0]?.roomId ?? null,
    outcome: outcomeOf(ctx, queued, reasons !== undefined || fates.length > 0),
    fates: choose(fates, question, reasons !== undefined),
    callbacks: [
      ...known.filter(fate => fate.kind === "webhook"),
      ...queued.filter(row => row.kind !== "push").map(row => ({ kind: row.kind, ...fateOfQueued(row) })),
    ],
  }
}

function outcomeOf(
  { pushKinds }: Context,
  queued: readonly OutboxRow[],
  made: boolean,
): PushExplanation["outcome"] {
  if (queued.some(row => row.kind === "push")) return "waiting"
  if (made) return "made"
  return pushKinds.includes("push") ? "none" : "unconfigured"
}

const nobody = { clientId: "", deviceType: "", deviceId: "" }

const fateOfPerson = (clientId: string, outcome: string): PushFate => ({ ...nobody, clientId, outcome })

const fateOfQueued = ({ createdAt }: OutboxRow): PushFate => ({ ...nobody, outcome: "waiting", createdAt })

const fateOfSettled = (row: Settlement): PushFate => ({
  ...{ clientId: row.clientId, deviceType: row.deviceType, deviceId: row.deviceId },
  ...{ outcome: row.outcome, reason: row.reason ?? undefined, providerId: row.providerId ?? undefined },
  ...{ attempts: row.attempts, createdAt: row.createdAt, settledAt: row.settledAt },
})

const fateOfWaiting = (row: SendingRow): PushFate => ({
  ...{ clientId: row.clientId, deviceType: row.deviceType, deviceId: row.deviceId },
  outcome: row.held ? "held" : row.attempts > 0 ? "retrying" : "waiting",
  ...{ attempts: row.attempts, createdAt: row.createdAt, dueAt: row.dueAt, expiresAt: row.expiresAt },
})

/** People who are members now and were none when the recipients were worked out. */
async function listLaterMembers(
  { db }: Context,
  { roomId }: MessageRow,
  seen: ReadonlySet<string>,
): Promise<string[]> {
  const members = (await listMembers(db, [roomId])).get(roomId) ?? []
  const unseen = members.map(member => member.clientId).filter(id => !seen.has(id))
  const clients = await listClients(db, unseen)
  return unseen.filter(id => clients.get(id)?.clientType === "user")
}

/** What is asked about; where that is somebody who is not there, a fate that says so. @param made recipients are known. */
function choose(fates: PushFate[], { clientId, deviceId }: PushQuestion, made: boolean): PushFate[] {
  const ofClient = clientId === undefined ? fates : fates.filter(fate => fate.clientId === clientId)
  const chosen =
    deviceId === undefined
      ? ofClient
      : ofClient.filter(fate => fate.deviceId === deviceId || (clientId !== undefined && !fate.deviceId))
  if (chosen.length > 0 || clientId === undefined || !made) return chosen
  const outcome = ofClient.length > 0 ? "not registered" : "no member"
  return [{ ...fateOfPerson(clientId, outcome), deviceId: deviceId ?? "" }]
}

import type { Database } from "../../store/database.ts"
import { type DeviceRow, listDevicesOf } from "../../store/devices.ts"
import { findMessage, type MessageRow } from "../../store/messages.ts"
import { type OutboxRow, takeOutbox } from "../../store/outbox.ts"
import { insertSendings, pushId, type SendingRow } from "../../store/sendings.ts"
import { insertUnpushed, type Reasons } from "../../store/settlements.ts"
import type { Presence } from "../presence.ts"
import { isAnnounced, type Recipients, sortRecipients } from "./recipients.ts"

export interface FanOut {
  db: Database
  presence: Pick<Presence, "isOnline">
  /** How long a push waits for a sign of life of an online device, ms. */
  holdMs: number
  /** Life of a push, ms. */
  lifeMs: number
}

/** Devices that one write brings in, so that a large room holds nobody up. */
const devicesAtOnce = 200

/**
 * Makes of a message's row in the outbox one sending for each device of each recipient. Whatever dies on the way begins
 * again: a sending has the same id each time, and one that was settled meanwhile does not come back.
 */
export async function fanOut({ db, presence, holdMs, lifeMs }: FanOut, row: OutboxRow): Promise<void> {
  const message = await findMessage(db, row.messageId)
  const recipients = message && isAnnounced(message) ? await sortRecipients(db, message) : undefined
  const devices = await listDevicesOf(db, recipients?.pushed.map(client => client.id) ?? [])
  const pushes = devices
    .filter(device => isFor(device, message as MessageRow))
    .map(device => {
      const held = presence.isOnline(device.clientId, device.deviceId)
      return sendingOf(row, device, held ? row.createdAt + holdMs : 0, row.createdAt + lifeMs)
    })
  const reasons = recipients && reasonsOf(recipients, new Set(pushes.map(push => push.clientId)))
  const rest = pushes.length % devicesAtOnce
  for (let i = 0; i < pushes.length - rest; i += devicesAtOnce)
    await db.write(tx => insertSendings(tx, pushes.slice(i, i + devicesAtOnce)), row.id)
  await db.writeSoon(async tx => {
    await Promise.all([
      insertSendings(tx, pushes.slice(pushes.length - rest)),
      takeOutbox(tx, [row.id]),
      reasons && insertUnpushed(tx, row.messageId, reasons, row.createdAt),
    ])
  }, row.id)
}

/** Calls alone ring a phone by its own kind of registration; apps that ring for less are ended (contract: push.md 6). */
const isFor = (device: DeviceRow, { messageType }: MessageRow) =>
  device.type !== "ios-voip" || messageType === "waitingCall"

function sendingOf(row: OutboxRow, device: DeviceRow, heldUntil: number, expiresAt: number): SendingRow {
  return {
    id: pushId(row.id, device),
    kind: "push",
    roomId: row.roomId,
    messageId: row.messageId,
    clientId: device.clientId,
    deviceType: device.type,
    deviceId: device.deviceId,
    job: row.job,
    attempts: 0,
    held: heldUntil > 0,
    dueAt: heldUntil || row.createdAt,
    expiresAt,
    createdAt: row.createdAt,
  }
}

function reasonsOf({ pushed, unpushed }: Recipients, reached: ReadonlySet<string>): Reasons {
  const deviceless = pushed
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => ({ id, reason: "no device" }))
  const others = unpushed.map(({ client, reason }) => ({ id: client.id, reason: reason as string }))
  const byReason = Map.groupBy([...others, ...deviceless], one => one.reason)
  return Object.fromEntries([...byReason].map(([reason, all]) => [reason, all.map(one => one.id)]))
}

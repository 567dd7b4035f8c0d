import type { Database } from "../../store/database.ts"
import { type DeviceRow, listDevicesOf } from "../../store/devices.ts"
import { listMessagesById, type MessageRow } from "../../store/messages.ts"
import { type OutboxRow, takeOutbox } from "../../store/outbox.ts"
import { insertSendings, pushId, type SendingRow } from "../../store/sendings.ts"
import { insertUnpushed, type Reasons } from "../../store/settlements.ts"
import type { Presence } from "../presence.ts"
import type { Sender } from "../sender.ts"
import { type Recipients, sortRecipients } from "./recipients.ts"

export interface FanOut {
  db: Database
  presence: Pick<Presence, "isOnline">
  sender: Pick<Sender, "adopt">
  /** How long a push waits for a sign of life of an online device, ms. */
  holdMs: number
  /** Life of a push, ms. */
  lifeMs: number
}

/** Devices that one write brings in, so that a large room holds nobody up. */
const devicesAtOnce = 200

/** What comes of some rows of the outbox. */
interface Fan {
  /** For devices that are to be told now. */
  due: SendingRow[]
  /** For devices that are online, and may need none. */
  held: SendingRow[]
  unpushed: { messageId: string; reasons: Reasons; at: number }[]
}

/**
 * Makes of rows of the outbox one sending for each device of each recipient, and has them tried. Whatever dies on the way
 * begins again: a sending has the same id each time, and one that was settled meanwhile does not come back.
 */
export async function fanOut(work: FanOut, rows: readonly OutboxRow[]): Promise<void> {
  const { db, sender } = work
  const { due, held, unpushed } = await readFan(work, rows)
  const lane = rows[0]?.id
  while (held.length > devicesAtOnce) {
    const some = held.splice(0, devicesAtOnce)
    await db.write(tx => insertSendings(tx, some), lane)
  }
  while (due.length > devicesAtOnce) {
    const some = due.splice(0, devicesAtOnce)
    await sender.adopt(some.length, until => db.write(tx => insertSendings(tx, some, until), lane))
  }
  const takeAll = (until?: number) =>
    db.writeSoon(async tx => {
      const [stored] = await Promise.all([
        insertSendings(tx, due, until),
        insertSendings(tx, held),
        insertUnpushed(tx, unpushed),
        takeOutbox(
          tx,
          rows.map(row => row.id),
        ),
      ])
      return stored
    }, lane)
  await sender.adopt(due.length, takeAll)
}

/** What some messages need is read once for all of them. */
async function readFan({ db, presence, holdMs, lifeMs }: FanOut, rows: readonly OutboxRow[]): Promise<Fan> {
  const messages = await listMessagesById(
    db,
    rows.map(row => row.messageId),
  )
  const recipients = await sortRecipients(db, messages.values())
  const pushed = new Set([...recipients.values()].flatMap(({ pushed }) => pushed.map(client => client.id)))
  const devices = Map.groupBy(await listDevicesOf(db, [...pushed]), device => device.clientId)
  const fan: Fan = { due: [], held: [], unpushed: [] }
  for (const row of rows) {
    const [message, told] = [messages.get(row.messageId), recipients.get(row.messageId)]
    if (!message || !told) continue
    const reached = new Set<string>()
    for (const device of told.pushed.flatMap(client => devices.get(client.id) ?? [])) {
      if (!isFor(device, message)) continue
      reached.add(device.clientId)
      const held = presence.isOnline(device.clientId, device.deviceId)
      const sending = sendingOf(row, device, held ? row.createdAt + holdMs : 0, row.createdAt + lifeMs)
      fan[held ? "held" : "due"].push(sending)
    }
    fan.unpushed.push({ messageId: row.messageId, reasons: reasonsOf(told, reached), at: row.createdAt })
  }
  return fan
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

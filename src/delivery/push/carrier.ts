import { setImmediate as nextTurn } from "node:timers/promises"
import type { Clock } from "../../lib/clock.ts"
import { sumUnreadOf } from "../../store/badges.ts"
import type { Database } from "../../store/database.ts"
import { type DeviceRow, deleteRegistration, listDevicesOf } from "../../store/devices.ts"
import { listMessagesById } from "../../store/messages.ts"
import { listRooms } from "../../store/rooms.ts"
import type { SendingRow } from "../../store/sendings.ts"
import { viewMessages } from "../../store/views.ts"
import type { Presence } from "../presence.ts"
import type { Carrier, Try } from "../sender.ts"
import { roundTripMs } from "./held.ts"
import type { Notice, Provider } from "./notice.ts"
import { noticeOf } from "./notice-of-message.ts"
import { type OperatorPayload, operatorNotice } from "./operator-notice.ts"
import { isAnnounced } from "./recipients.ts"
import { isSubscription } from "./web-push-subscription.ts"

export interface PushWork {
  db: Database
  clock: Clock
  appID: string
  presence: Pick<Presence, "isOnline" | "answeredSince">
  providers: Providers
  /** The number to show for a user's unread messages; null shows none. */
  badgeOf: ((clientId: string, unread: number) => Promise<number>) | null
}

/** What carries pushes to the types of devices; those without credentials are absent. */
export interface Providers {
  ios?: Provider
  "ios-voip"?: Provider
  fcm?: Provider
  web?: Provider
}

/** Pushes that are read for together. */
const readAtOnce = 48

/** An online device that has not answered yet is asked about again after this time, ms. */
const lookAgainMs = 5000

const longestPauseMs = 60_000

/** Carries pushes to devices (contract: push.md). */
export function makePushCarrier(work: PushWork): Carrier {
  return {
    kind: "push",
    carry: (rows, done) => carry(work, rows, done),
    // A second, two, four … and a little chance, so that what failed together is not tried together.
    pauseAfter: attempts => Math.min(longestPauseMs, 500 * 2 ** attempts) * (0.75 + Math.random() / 2),
    expired: "expired",
  }
}

async function carry(
  work: PushWork,
  rows: readonly SendingRow[],
  done: (row: SendingRow, tried: Try) => void,
): Promise<void> {
  const due: SendingRow[] = []
  for (const row of rows) {
    const tried = row.held ? judgeHeld(work, row) : undefined
    if (tried) done(row, tried)
    else due.push(row)
  }
  const tries: Promise<void>[] = []
  for (let i = 0; i < due.length; i += readAtOnce) {
    const some = due.slice(i, i + readAtOnce)
    const read = await readAll(work, some).catch((error: Error) => error)
    for (const row of some) {
      const tried = read instanceof Error ? Promise.reject(read) : push(work, read, row)
      tries.push(tried.catch(again).then(tried => done(row, tried)))
      // One a turn: writing it takes a while, and people who chat are not to wait for hundreds.
      await nextTurn()
    }
  }
  await Promise.all(tries)
}

const again = (error: Error): Try => ({ outcome: "retry", reason: error.message })

/** What was held back for an online device goes out only if the device has not been heard of since. */
function judgeHeld({ presence }: PushWork, { clientId, deviceId, createdAt }: SendingRow): Try | undefined {
  if (presence.answeredSince(clientId, deviceId, createdAt + roundTripMs)) return { outcome: "online" }
  if (presence.isOnline(clientId, deviceId))
    return { outcome: "retry", reason: "it has not answered yet", afterMs: lookAgainMs }
}

/** What some pushes need, read once. */
interface Read {
  /** Of each message that is still to be announced, but for the badge and the end of its life. */
  notices: ReadonlyMap<string, Notice>
  devices: ReadonlyMap<string, DeviceRow>
  badges: ReadonlyMap<string, Promise<number>>
}

const keyOf = (device: { clientId: string; deviceId: string }, type: string) =>
  JSON.stringify([device.clientId, type, device.deviceId])

async function readAll(work: PushWork, rows: readonly SendingRow[]): Promise<Read> {
  const clientIds = [...new Set(rows.map(row => row.clientId))]
  const devices = await listDevicesOf(work.db, clientIds)
  const ofMessages = rows.filter(row => row.messageId !== "")
  return {
    notices: await readNotices(work, ofMessages),
    devices: new Map(devices.map(device => [keyOf(device, device.type), device])),
    badges: await readBadges(work, [...new Set(ofMessages.map(row => row.clientId))]),
  }
}

/** What the devices of one message are told is made once for all of them. */
async function readNotices(
  { db, appID }: PushWork,
  rows: readonly SendingRow[],
): Promise<Map<string, Notice>> {
  const ends = new Map(rows.map(row => [row.messageId, row.expiresAt]))
  const messages = await listMessagesById(db, [...ends.keys()])
  const rooms = await listRooms(db, [...new Set(rows.map(row => row.roomId))])
  const notices = new Map<string, Notice>()
  for (const view of await viewMessages(db, [...messages.values()])) {
    const { id, roomId } = view.message
    const room = rooms.get(roomId)
    if (room && isAnnounced(view.message)) notices.set(id, noticeOf(view, room, appID, ends.get(id) ?? 0))
  }
  return notices
}

async function readBadges(
  { db, badgeOf }: PushWork,
  clientIds: readonly string[],
): Promise<Map<string, Promise<number>>> {
  if (!badgeOf) return new Map()
  const unread = await sumUnreadOf(db, clientIds)
  return new Map(
    clientIds.map(id => {
      const badge = badgeOf(id, unread.get(id) ?? 0)
      badge.catch(() => {})
      return [id, badge]
    }),
  )
}

async function push(work: PushWork, read: Read, row: SendingRow): Promise<Try> {
  const device = read.devices.get(keyOf(row, row.deviceType))
  if (!device) return { outcome: "unregistered" }
  const provider = providerOf(work.providers, device)
  if (!provider) return { outcome: "unconfigured", reason: `nothing carries pushes to ${row.deviceType}` }
  const notice = await noticeFor(read, row)
  if (!notice) return { outcome: "withdrawn" }
  const handed = await provider.send({ identity: uuidOf(row.id), token: device.token, notice })
  if (handed.outcome === "gone") await work.db.write(tx => deleteRegistration(tx, device), device.clientId)
  return handed
}

async function noticeFor({ notices, badges }: Read, row: SendingRow): Promise<Notice | undefined> {
  if (row.messageId === "") return operatorNotice(row.job as OperatorPayload, row.expiresAt)
  const notice = notices.get(row.messageId)
  return notice && { ...notice, badge: await badges.get(row.clientId) }
}

/** A browser's token that is no subscription is one of FCM's (contract: push.md 8). */
export function providerOf(providers: Providers, { type, token }: DeviceRow): Provider | undefined {
  if (type === "android" || (type === "web" && !isSubscription(token))) return providers.fcm
  return providers[type as keyof Providers]
}

export const uuidOf = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")

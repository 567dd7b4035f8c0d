import type { Notice } from "./notice.ts"
import { cut, shorten } from "./shorten.ts"

const mostAlertBytes = 4096
const mostCallBytes = 5120

/** The body of an alert for iOS, or of a background push when nothing is to be seen or heard (contract: push.md 5).
 * @param sound the server's own, for what is shown without a sound of its own.
 * @returns undefined when it is too long however it is shortened. */
export function alertPayload(notice: Notice, sound: string): string | undefined {
  return shorten(
    notice,
    shorter => JSON.stringify({ aps: apsOf(shorter, sound), ...keysOf(shorter) }),
    mostAlertBytes,
  )
}

/** The body of a call for iOS (contract: push.md 6). It keeps who calls and which call, whatever else must go. */
export function callPayload(notice: Notice): string | undefined {
  const { rtcSession, sender } = notice.payload
  const call = { rtcSession, sender: callerOf(sender) }
  const write = ({ type, room, messageType, payload }: Notice) =>
    JSON.stringify({ type, room, messageType, ...call, payload })
  return shorten(notice, write, mostCallBytes)
}

/** True when nothing is to be seen or heard. */
export const isSilent = (notice: Notice) => !isVisible(notice) && notice.badge === undefined && !notice.sound

export const isVisible = ({ alert, localized, title, body }: Notice) =>
  Boolean(alert || localized || title || body)

/** What iOS itself reads, in the same words whether Apple or FCM carries it. */
export function apsOf(notice: Notice, sound: string): object {
  if (isSilent(notice)) return { "content-available": 1 }
  const visible = isVisible(notice)
  return {
    alert: visible ? alertOf(notice) : undefined,
    badge: notice.badge,
    sound: (notice.sound ?? (visible ? sound : "")) || undefined,
    "mutable-content": visible ? 1 : undefined,
    "thread-id": notice.room,
  }
}

function alertOf({ alert, localized, title, body }: Notice): unknown {
  if (alert) return alert
  const text = localized
    ? { "loc-key": localized.key, "loc-args": localized.args }
    : { body: body || undefined }
  return { title: title || undefined, ...text }
}

const keysOf = ({ type, room, messageType, messageId, payload }: Notice) => ({
  type,
  room,
  messageType,
  _id: messageId,
  payload,
})

function callerOf(sender: unknown): object | undefined {
  if (typeof sender !== "object" || sender === null) return undefined
  const { _id, nickname } = sender as { _id?: unknown; nickname?: unknown }
  return { _id, nickname: typeof nickname === "string" ? cut(nickname, 512) : undefined }
}

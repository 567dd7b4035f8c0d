import { apsOf, isSilent, isVisible } from "./apns-payload.ts"
import type { Notice, Parcel } from "./notice.ts"

/** What an operator decides about all messages. */
export interface FcmStyle {
  sounds: { ios: string; android: string }
  /** Android shows every push without the app's help (PUSH_FCM_NOTIFICATION). */
  selfShown: boolean
}

/** The longest that FCM keeps a message: four weeks. */
const longestTtl = 2_419_200

/** The `message` of a request: data for Android, and what iOS and browsers show (contract: push.md 7, 10). */
export function fcmMessageOf({ identity, token, notice }: Parcel, style: FcmStyle, now: number): object {
  const ttl = Math.min(Math.max(0, Math.ceil((notice.expiresAt - now) / 1000)), longestTtl)
  const words = { title: notice.title || undefined, body: notice.body || notice.alert || undefined }
  const tag = notice.collapseKey ?? identity
  const visible = isVisible(notice)
  return {
    token,
    data: dataOf(notice, words, identity),
    android: {
      priority: "HIGH",
      ttl: `${ttl}s`,
      collapse_key: notice.collapseKey,
      notification:
        visible && (style.selfShown || notice.selfShown)
          ? { ...androidBlockOf(notice, style.sounds.android), ...words, tag }
          : undefined,
    },
    apns: apnsOf(notice, identity, style.sounds.ios),
    webpush: {
      headers: { TTL: String(ttl) },
      notification: visible ? { ...words, icon: notice.icon, tag } : undefined,
    },
  }
}

interface Words {
  title?: string
  body?: string
}

/** FCM takes only texts: what is none goes as its JSON. */
function dataOf(notice: Notice, words: Words, identity: string): Record<string, string> {
  const fields = {
    ...words,
    badge: notice.badge,
    "loc-key": notice.localized?.key,
    "loc-args": notice.localized?.args,
    type: notice.type,
    payload: notice.payload,
    redirect: notice.room === undefined ? undefined : "/chat",
    roomTags: notice.roomTags,
    "parley-id": identity,
  }
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    present.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  )
}

const androidBlockOf = (notice: Notice, sound: string) => ({
  icon: notice.icon,
  body_loc_key: notice.localized?.key,
  body_loc_args: notice.localized?.args,
  notification_count: notice.badge,
  click_action: notice.room === undefined ? undefined : "push_chatroom",
  sound: notice.sound ?? sound,
})

function apnsOf(notice: Notice, identity: string, sound: string) {
  // Apple takes what is neither seen nor heard only as work for the app, and not at once.
  const urgency = isSilent(notice)
    ? { "apns-priority": "5", "apns-push-type": "background" }
    : { "apns-priority": "10" }
  const expiration = String(Math.floor(notice.expiresAt / 1000))
  return {
    headers: { "apns-id": identity, "apns-expiration": expiration, ...urgency },
    payload: { aps: apsOf(notice, sound) },
  }
}

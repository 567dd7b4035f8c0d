import { scope } from "./scope.ts"
import { isAttended } from "./windows.ts"

/** A push as the server sends it; an operator's own push may lack anything. */
interface Push {
  title?: string
  body?: string
  badge?: number
  icon?: string
  tag?: string
  redirect?: string
  payload?: { _id?: string; room?: string; createdAtMS?: number }
}

/** What a click on the notification needs. */
export interface Clicked {
  messageId?: string
  roomId?: string
  redirect?: string
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other: what is shown already decides how the next is. */
export function showPush(text: string): Promise<unknown> {
  last = last.catch(() => {}).then(() => show(text))
  return last
}

async function show(text: string): Promise<void> {
  const push = readPush(text)
  if (typeof push.badge === "number") showBadge(push.badge)
  const { title = "", body = "", payload = {} } = push
  if ((!title && !body) || (await isAttended())) return
  const data: Clicked = { messageId: payload._id, roomId: payload.room, redirect: push.redirect }
  const before = await shownBefore(push.tag, data.messageId)
  const tag = before?.tag || push.tag || payload._id || ""
  const isNews = before !== undefined && before.data?.messageId !== data.messageId
  await scope.registration.showNotification(title || body, {
    body: title ? body : "",
    icon: isWebAddress(push.icon) ? push.icon : "/chat-assets/icons/icon-192.png",
    badge: "/chat-assets/icons/badge-96.png",
    tag,
    data,
    timestamp: payload.createdAtMS,
    // The same once more stays quiet; another in its place is news.
    ...{ renotify: isNews && tag !== "", silent: before !== undefined && !isNews ? true : undefined },
  } as NotificationOptions)
}

function readPush(text: string): Push {
  try {
    const read = JSON.parse(text)
    return typeof read === "object" && read !== null ? read : {}
  } catch {
    return { body: text }
  }
}

/** The notification that this push repeats or replaces; an open page may have shown the same message. */
async function shownBefore(tag?: string, messageId?: string): Promise<Notification | undefined> {
  const shown = await scope.registration.getNotifications()
  return (
    shown.find(({ data }) => messageId !== undefined && data?.messageId === messageId) ??
    shown.find(one => tag && one.tag === tag)
  )
}

const isWebAddress = (text?: string) => /^(https?:\/\/|\/(?!\/))/.test(text ?? "")

function showBadge(count: number): void {
  void navigator.setAppBadge?.(count).catch(() => {})
}

import { isFramed } from "./host.ts"
import { isInApp } from "./native-app.ts"
import { findWorker } from "./worker.ts"

/** Notifications of the operating system, made by the page while it is open. */

/** Why none can be shown here. A frame's host, and an app, show their own. */
export type Obstacle = "framed" | "unsupported" | "needsInstall" | "refused"

export function findObstacle(): Obstacle | undefined {
  if (isFramed) return "framed"
  if (typeof Notification === "undefined" || isInApp)
    return isAppleTouch() && !isInApp ? "needsInstall" : "unsupported"
  return Notification.permission === "denied" ? "refused" : undefined
}

export const isPermitted = () => !findObstacle() && Notification.permission === "granted"

/** Only from a click: browsers refuse it otherwise. */
export async function askPermission(): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted"
}

export interface Notice {
  messageId: string
  roomId: string
  title: string
  body: string
  icon?: string
}

const shownHere = new Map<string, Notification>()

/** Shows a message once; in its room's place when it is clicked. */
export async function showNotice(notice: Notice, open: (roomId: string) => void): Promise<void> {
  const { messageId, roomId, title, body, icon = "/chat-assets/icons/icon-192.png" } = notice
  const options = { body, icon, tag: messageId, data: { messageId, roomId } }
  const worker = await findWorker()
  if (worker?.active) return worker.showNotification(title, options)
  const shown = new Notification(title, options)
  shownHere.set(messageId, shown)
  shown.addEventListener("close", () => shownHere.delete(messageId))
  shown.addEventListener("click", () => {
    window.focus()
    shown.close()
    open(roomId)
  })
}

/** Takes back what has been read or is gone. */
export async function closeNotices(isOver: (notice: Partial<Notice>) => boolean): Promise<void> {
  const ofWorker = (await (await findWorker())?.getNotifications()) ?? []
  for (const shown of [...shownHere.values(), ...ofWorker]) if (isOver(shown.data ?? {})) shown.close()
}

/** On iPhone and iPad only pages on the home screen may. */
function isAppleTouch(): boolean {
  return (
    /iPhone|iPad/.test(navigator.userAgent) ||
    (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  )
}

import { showAppBadge } from "../connection/app-badge.ts"
import { showCount } from "../connection/favicon.ts"
import { isFramed, tellHost } from "../connection/host.ts"
import { unreadTotal } from "../state/rooms.ts"
import type { Session } from "../state/session.ts"
import { text } from "../text/text.ts"

/** The user's unread messages on the tab, on the app's icon and for a host page. @returns a function that ends it. */
export function reportCount(session: Session): () => void {
  let told: number | undefined
  const show = (total: number) => {
    told = total
    document.title = total ? `(${total}) ${text.appTitle}` : text.appTitle
    if (isFramed) return
    showCount(total).catch(() => {})
    showAppBadge(total)
  }
  const report = () => {
    const state = session.store.get()
    const total = unreadTotal(session, state)
    if (state.phase !== "ready" || total === told) return
    show(total)
    tellHost({ type: "unread", total })
  }
  const stop = session.store.subscribe(report)
  return () => {
    stop()
    show(0)
  }
}

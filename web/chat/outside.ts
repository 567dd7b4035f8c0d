import { reportRoom, tellHost } from "./connection/host.ts"
import { unreadTotal } from "./state/rooms.ts"
import type { Session } from "./state/session.ts"
import { text } from "./text/text.ts"

/** What the world around the page learns: the tab's title, a host page's counter, a native app's open room. */
export function reportOutside(session: Session): () => void {
  let unread: number | undefined
  let room: string | undefined
  const enter = (next: string | undefined) => {
    if (next === room) return
    if (room) reportRoom("imkit:leaveRoom", room)
    if (next) reportRoom("imkit:enterRoom", next)
    room = next
  }
  const report = () => {
    const { phase, openRoomId, unavailable } = session.store.get()
    const total = unreadTotal(session, session.store.get())
    if (phase === "ready" && total !== unread) {
      unread = total
      document.title = total ? `(${total}) ${text.appTitle}` : text.appTitle
      tellHost("unread", total)
    }
    enter(unavailable || phase !== "ready" ? undefined : openRoomId)
  }
  const stop = session.store.subscribe(report)
  return () => {
    stop()
    enter(undefined)
    document.title = text.appTitle
  }
}

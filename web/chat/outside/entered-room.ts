import { reportRoom } from "../connection/native-app.ts"
import type { Session } from "../state/session.ts"

/** A native app around the page learns which room is open. @returns a function that ends it. */
export function reportEnteredRoom(session: Session): () => void {
  let entered: string | undefined
  const enter = (next: string | undefined) => {
    if (next === entered) return
    if (entered) reportRoom("imkit:leaveRoom", entered)
    if (next) reportRoom("imkit:enterRoom", next)
    entered = next
  }
  const stop = session.store.subscribe(() => {
    const { phase, openRoomId, unavailable } = session.store.get()
    enter(unavailable || phase !== "ready" ? undefined : openRoomId)
  })
  return () => {
    stop()
    enter(undefined)
  }
}

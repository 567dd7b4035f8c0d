import { closeRoom } from "../../state/open-room.ts"
import type { Session } from "../../state/session.ts"

/** Back to the list, with the focus where it was before. */
export function leaveRoom(session: Session): void {
  if (session.onlyRoom) return
  const row = document.querySelector<HTMLElement>(".room-row[aria-current]")
  closeRoom(session)
  requestAnimationFrame(() => row?.focus())
}

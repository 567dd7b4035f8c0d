import { followPushes } from "../state/pushes.ts"
import type { Session } from "../state/session.ts"
import { endAll } from "../state/store.ts"
import { reportCount } from "./counts.ts"
import { reportEnteredRoom } from "./entered-room.ts"
import { showNotices } from "./notices.ts"

/** What the world around the page learns of one user's time on it. @returns a function that ends it. */
export function followOutside(session: Session): () => void {
  const ends = [reportCount(session), reportEnteredRoom(session), showNotices(session), followPushes(session)]
  return endAll(ends)
}

import type { Content } from "../../../client/src/index.ts"
import type { Message } from "../wire/models.ts"
import { markDivider } from "./open-room.ts"
import type { Session } from "./session.ts"

/** Shows a message at once and sends it as soon as it can be, exactly once. Whoever writes has read. */
export function send(session: Session, roomId: string, content: Content): void {
  markDivider(session, roomId, undefined)
  session.client.send(roomId, content)
}

export function lastOwnText(session: Session, roomId: string): Message | undefined {
  const { me } = session.store.get()
  return session.client.rooms
    .get(roomId)
    ?.messages.findLast(
      ({ delivery, sender, messageType }) => !delivery && sender._id === me._id && messageType === "text",
    )
}

import { rightsTo } from "../../state/message-rights.ts"
import { nameOf } from "../../state/names.ts"
import { jumpTo } from "../../state/past.ts"
import { pin } from "../../state/pins.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { previewOf } from "../message/preview.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { listTime } from "../times.ts"
import { useChat, useSession } from "../use-chat.ts"
import { UnpinIcon } from "./icons.tsx"

const NONE: readonly Message[] = []

/** Everything that is pinned in a room. */
export function PinsDialog({ room, onClose }: { room: RoomView; onClose(): void }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const pins = useChat(state => state.pins[room._id] ?? NONE)
  const unpin = (message: Message) =>
    attempt(session, text.timeline.pinFailed, () => pin(session, message, false))
  const show = (message: Message) => {
    onClose()
    void jumpTo(session, room._id, message._id)
  }
  return (
    <Dialog title={text.timeline.allPins} onClose={onClose}>
      {pins.length === 0 && <p class="people-none">{text.timeline.noPins}</p>}
      <ul class="hits">
        {pins.map(message => (
          <li key={message._id} class="hit-item">
            <button type="button" class="hit" onClick={() => show(message)}>
              <ClientAvatar client={message.sender} size="small" />
              <span class="hit-text">
                <span class="hit-top">
                  <b dir="auto">{message.sender._id === me ? text.you : nameOf(message.sender)}</b>
                  <time>{listTime(message.createdAtMS)}</time>
                </span>
                <span class="hit-words" dir="auto">
                  {previewOf(message, me, room.members)}
                </span>
              </span>
            </button>
            {rightsTo(message, room, me).pin && (
              <button
                type="button"
                class="icon-button"
                aria-label={text.timeline.unpin}
                title={text.timeline.unpin}
                onClick={() => void unpin(message)}
              >
                <UnpinIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

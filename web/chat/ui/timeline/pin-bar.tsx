import { useEffect, useState } from "preact/hooks"
import { nameOf } from "../../state/names.ts"
import { jumpTo } from "../../state/past.ts"
import { loadPins } from "../../state/pins.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import { previewOf } from "../message/preview.ts"
import { Lazily } from "../parts/lazily.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { ListIcon, PinIcon } from "./icons.tsx"

const NONE: readonly Message[] = []
const loadDialog = () => import("./pins-dialog.tsx").then(({ PinsDialog }) => PinsDialog)

/** What is pinned in a room, below its header, and the list of it. */
export function PinBar({ room }: { room: RoomView }) {
  const session = useSession()
  const pins = useChat(state => state.pins[room._id] ?? NONE)
  const [isListed, setListed] = useState(false)
  useEffect(() => void loadPins(session, room._id), [room._id])
  return (
    <>
      {pins.length > 0 && (
        <div class="pin-bar">
          <PinLine room={room} pins={pins} />
          <button
            type="button"
            class="icon-button"
            aria-label={text.timeline.allPins}
            title={text.timeline.allPins}
            aria-haspopup="dialog"
            onClick={() => setListed(true)}
          >
            <ListIcon />
          </button>
        </div>
      )}
      {isListed && <Lazily load={loadDialog} props={{ room, onClose: () => setListed(false) }} />}
    </>
  )
}

/** The newest pin at first; a click goes there, and the next one to the next. */
function PinLine({ room, pins }: { room: RoomView; pins: readonly Message[] }) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const [clicks, setClicks] = useState(0)
  const at = clicks % pins.length
  const message = pins[at] as Message
  const go = () => {
    void jumpTo(session, room._id, message._id)
    setClicks(clicks + 1)
  }
  return (
    <button type="button" class="pin-line" onClick={go}>
      <PinIcon />
      <span class="pin-words">
        <b>{text.timeline.pinnedAt(at + 1, pins.length)}</b>
        <span dir="auto">
          {message.sender._id === me ? text.you : nameOf(message.sender)}:{" "}
          {previewOf(message, me, room.members)}
        </span>
      </span>
    </button>
  )
}

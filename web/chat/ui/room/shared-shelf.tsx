import { useState } from "preact/hooks"
import type { Shelf } from "../../state/room-files.ts"
import { text } from "../../text/text.ts"
import { SharedFiles } from "./shared-files.tsx"
import { SharedLinks } from "./shared-links.tsx"
import { SharedMedia } from "./shared-media.tsx"
import { useShared } from "./use-shared.ts"

const SHELVES: Shelf[] = ["media", "files", "links"]
const SHOWN = { media: SharedMedia, files: SharedFiles, links: SharedLinks }

/** Photos, files and links that were sent in the room. */
export function SharedShelf({ roomId }: { roomId: string }) {
  const [shelf, setShelf] = useState<Shelf>("media")
  const { messages, failed } = useShared(roomId, shelf)
  const Shown = SHOWN[shelf]
  return (
    <section class="panel-part">
      <h3>{text.room.shared}</h3>
      <fieldset class="chips" aria-label={text.room.shared}>
        {SHELVES.map(one => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={one === shelf}
            onClick={() => setShelf(one)}
          >
            {text.room[one]}
          </button>
        ))}
      </fieldset>
      {failed && <p class="panel-none">{text.room.sharedFailed}</p>}
      {!messages && !failed && (
        <p class="panel-none" role="status" aria-label={text.loading}>
          <i class="spinner" />
        </p>
      )}
      {messages?.length === 0 && <p class="panel-none">{text.room.noShared[shelf]}</p>}
      {messages && messages.length > 0 && <Shown messages={messages} />}
    </section>
  )
}

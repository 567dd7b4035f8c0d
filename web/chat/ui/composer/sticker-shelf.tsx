import { useState } from "preact/hooks"
import { type StickerSet, sendSticker } from "../../state/stickers.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

interface StickerShelfProps {
  roomId: string
  sets: readonly StickerSet[]
  onSent(): void
}

/** The stickers of one set, and below them all sets. */
export function StickerShelf({ roomId, sets, onSent }: StickerShelfProps) {
  const session = useSession()
  const [at, setAt] = useState(0)
  const set = sets[at]
  if (!set) return <p class="emoji-waiting">{text.composer.noStickers}</p>
  return (
    <div class="sticker-shelf">
      <div class="stickers" key={set.id}>
        {set.stickers.map((sticker, n) => (
          <button
            key={sticker}
            type="button"
            aria-label={text.composer.sticker(n + 1, set.name)}
            onClick={() => {
              sendSticker(session, roomId, sticker)
              onSent()
            }}
          >
            <img src={sticker} alt="" loading="lazy" />
          </button>
        ))}
      </div>
      {sets.length > 1 && (
        <div class="sticker-sets">
          {sets.map(({ id, name, tab, stickers }, n) => (
            <button key={id} type="button" aria-label={name} aria-pressed={n === at} onClick={() => setAt(n)}>
              <img src={tab ?? stickers[0]} alt="" />
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

import { useState } from "preact/hooks"
import { openGallery, picturesIn, shownOf } from "../../state/galleries.ts"
import { text } from "../../text/text.ts"
import type { Message, Picture } from "../../wire/models.ts"
import { useSession } from "../use-chat.ts"
import { frameOf } from "./frames.ts"
import { BrokenIcon } from "./icons.tsx"
import { useFileUrl } from "./use-file-url.ts"

const MOST_TILES = 4

/** The pictures of a message: one in its own shape, several as tiles. A click shows them large. */
export function Pictures({ message }: { message: Message }) {
  const session = useSession()
  const shown = shownOf(message)
  const tiles = shown.slice(0, MOST_TILES)
  const hidden = shown.length - tiles.length
  const open = (key: string) => {
    const all = picturesIn(session, message.room)
    openGallery(session, all.some(one => one.key === key) ? all : shown, key)
  }
  return (
    <span class={`pictures tiles-${tiles.length}`}>
      {tiles.map(({ key, picture }, n) => (
        <button
          key={key}
          type="button"
          class="thumbnail"
          style={tiles.length === 1 ? frameOf(picture) : undefined}
          aria-label={text.message.openPicture(n + 1, shown.length, n === MOST_TILES - 1 ? hidden : 0)}
          onClick={() => open(key)}
        >
          <Thumbnail picture={picture} />
          {hidden > 0 && n === MOST_TILES - 1 && (
            <span class="more-pictures" dir="ltr">
              {text.message.morePictures(hidden)}
            </span>
          )}
        </button>
      ))}
    </span>
  )
}

/** A small picture that comes softly into its place; until then the place shimmers. */
export function Thumbnail({ picture, alt = "" }: { picture: Picture; alt?: string }) {
  const { url, isBroken, onError } = useFileUrl(picture.thumbnailUrl ?? picture.originalUrl)
  const [isLoaded, setLoaded] = useState(false)
  if (isBroken) {
    return (
      <span class="broken" role="img" aria-label={text.message.pictureMissing}>
        <BrokenIcon />
      </span>
    )
  }
  return (
    <span class={isLoaded ? "soft loaded" : "soft"}>
      {url && (
        <img
          src={url}
          alt={alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(true)}
          onError={onError}
        />
      )}
    </span>
  )
}

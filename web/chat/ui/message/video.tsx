import { useState } from "preact/hooks"
import { numberOf, objectOf } from "../../state/loose-values.ts"
import { pictureOf } from "../../state/message-kinds.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { AttachmentLine } from "./attachment-line.tsx"
import { frameOf } from "./frames.ts"
import { PlayIcon } from "./icons.tsx"
import { lengthText } from "./lengths.ts"
import { Thumbnail } from "./pictures.tsx"
import { silenceOthers } from "./player.ts"
import { kindText } from "./preview.ts"
import { useFileUrl } from "./use-file-url.ts"

/** A video: a still with a button until it is wanted, then it plays in its place. */
export function Video({ message }: { message: Message }) {
  const [isWanted, setWanted] = useState(false)
  const fields = { ...message, ...objectOf(message.video) }
  const address = webUrl(fields.originalUrl)
  const { thumbnailUrl, width, height } = pictureOf(fields)
  const length = lengthText(numberOf(fields.duration, 0.5, 1e6))
  if (!address) return <AttachmentLine icon={<PlayIcon />} title={kindText(message)} detail={length} />
  const frame = frameOf({ width, height })
  if (isWanted) return <Playing address={address} frame={frame} />
  return (
    <button
      type="button"
      class="thumbnail video"
      style={frame}
      aria-label={text.message.playVideo(length)}
      onClick={() => setWanted(true)}
    >
      {thumbnailUrl && thumbnailUrl !== address && <Thumbnail picture={{ thumbnailUrl }} />}
      <span class="play-sign">
        <PlayIcon />
      </span>
      {length && <span class="video-length">{length}</span>}
    </button>
  )
}

function Playing({ address, frame }: { address: string; frame: ReturnType<typeof frameOf> }) {
  const { url, isBroken, onError } = useFileUrl(address)
  if (isBroken) return <AttachmentLine icon={<PlayIcon />} title={text.message.videoMissing} />
  return (
    <span class="thumbnail video" style={frame}>
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what people film
        <video
          src={url}
          controls
          autoplay
          playsInline
          ref={video => video?.focus({ preventScroll: true })}
          onPlay={event => silenceOthers(event.currentTarget)}
          onError={onError}
        />
      )}
    </span>
  )
}

import { useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import type { Picture } from "../../wire/models.ts"
import type { Style } from "./cards/styles.ts"
import { BrokenIcon } from "./icons.tsx"
import { useFileUrl } from "./use-file-url.ts"

interface LargePictureProps {
  picture: Picture
  alt: string
  style: Style
}

/** The whole picture; its small copy stands in its place until it is there. */
export function LargePicture({ picture, alt, style }: LargePictureProps) {
  const full = useFileUrl(picture.originalUrl)
  const small = useFileUrl(picture.thumbnailUrl)
  const [isLoaded, setLoaded] = useState(false)
  if (full.isBroken) {
    return (
      <p class="gallery-missing">
        <BrokenIcon />
        {text.message.pictureMissing}
      </p>
    )
  }
  const { width, height } = picture
  const shape = width && height ? { aspectRatio: `${width} / ${height}`, "--natural": `${width}px` } : {}
  return (
    <>
      {!isLoaded && small.url && <img class="gallery-picture blurred" src={small.url} alt="" style={shape} />}
      {!isLoaded && <i class="spinner" role="status" aria-label={text.loading} />}
      {full.url && (
        <img
          class={isLoaded ? "gallery-picture" : "gallery-picture coming"}
          src={full.url}
          alt={alt}
          style={style}
          draggable={false}
          onLoad={() => setLoaded(true)}
          onError={full.onError}
        />
      )}
    </>
  )
}

import { objectOf } from "../../../state/loose-values.ts"
import { webUrl } from "../../../state/web-urls.ts"
import { silenceOthers } from "../player.ts"
import { useFileUrl } from "../use-file-url.ts"
import { Touchable } from "./acting.tsx"
import { FlexPart, type PartProps } from "./flex-part.tsx"
import { aligned, colour, letterSize, pictureWidth, ratio } from "./styles.ts"

const BESIDE: Record<string, string> = { start: "0 auto", center: "auto", end: "auto 0" }

export function FlexImage({ message, part, style, isAcross }: PartProps) {
  const { url, isBroken, onError } = useFileUrl(webUrl(part.url))
  const side = aligned(part.align) ?? "center"
  const looks = {
    marginInline: isAcross ? undefined : BESIDE[side],
    ...style,
    width: pictureWidth(part.size),
    aspectRatio: ratio(part.aspectRatio, "1 / 1"),
    backgroundColor: colour(part.backgroundColor),
  }
  return (
    <Touchable message={message} action={part.action} class="flex-image" style={looks}>
      {url && !isBroken && (
        <img
          src={url}
          alt=""
          loading="lazy"
          draggable={false}
          style={{ objectFit: part.aspectMode === "cover" ? "cover" : "contain" }}
          onError={onError}
        />
      )}
    </Touchable>
  )
}

export function FlexIcon({ part, style }: PartProps) {
  const { url, isBroken, onError } = useFileUrl(webUrl(part.url))
  const looks = {
    ...style,
    height: letterSize(part.size) ?? "16px",
    aspectRatio: ratio(part.aspectRatio, "1 / 1"),
  }
  if (!url || isBroken) return <span class="flex-icon" style={looks} />
  return <img class="flex-icon" src={url} alt="" style={looks} onError={onError} />
}

export function FlexVideo({ message, part, style, depth, isAcross }: PartProps) {
  const address = webUrl(part.url)
  const poster = useFileUrl(webUrl(part.previewUrl))
  const { url, isBroken, onError } = useFileUrl(address)
  if (isBroken) {
    const instead = objectOf(part.altContent)
    return <FlexPart message={message} part={instead} style={style} depth={depth + 1} isAcross={isAcross} />
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: cards bring none
    <video
      class="flex-video"
      style={{ ...style, aspectRatio: ratio(part.aspectRatio, "16 / 9") }}
      src={url}
      poster={poster.url}
      controls
      playsInline
      preload="none"
      onPlay={event => silenceOthers(event.currentTarget)}
      onError={onError}
    />
  )
}

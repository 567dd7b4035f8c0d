import { extraOf } from "../../state/message-kinds.ts"
import { text } from "../../text/text.ts"
import type { Message, Picture } from "../../wire/models.ts"
import { ChatIcon, FileIcon, PlaceIcon, PlayIcon } from "../parts/icons.tsx"
import { kindText } from "./preview.ts"
import { useFileUrl } from "./use-file-url.ts"

const ICONS: Record<string, () => preact.JSX.Element> = {
  video: PlayIcon,
  audio: PlayIcon,
  file: FileIcon,
  location: PlaceIcon,
}

/** Anything that is neither text nor picture: one short line, a link where there is something to open. */
export function Attachment({ message }: { message: Message }) {
  const url = useFileUrl(webUrl(message.originalUrl))
  const sticker = useFileUrl(webUrl(message.sticker))
  if (sticker) return <img class="sticker" src={sticker} alt={text.kinds.sticker} loading="lazy" />
  const Icon = ICONS[message.messageType] ?? ChatIcon
  const { bytes } = extraOf(message)
  const line = (
    <>
      <span class="attachment-icon">
        <Icon />
      </span>
      <span class="attachment-text">
        <span>{kindText(message)}</span>
        {Number(bytes) > 0 && <small>{sizeText(Number(bytes))}</small>}
      </span>
    </>
  )
  if (!url) return <span class="attachment">{line}</span>
  return (
    <a class="attachment" href={url} target="_blank" rel="noopener noreferrer nofollow">
      {line}
    </a>
  )
}

export function Pictures({ pictures }: { pictures: Picture[] }) {
  if (pictures.length === 0) return null
  return (
    <span class={pictures.length > 1 ? "pictures many" : "pictures"}>
      {pictures.map(picture => (
        <Thumbnail key={picture.originalUrl} picture={picture} isAlone={pictures.length === 1} />
      ))}
    </span>
  )
}

function Thumbnail({ picture, isAlone }: { picture: Picture; isAlone: boolean }) {
  const full = useFileUrl(webUrl(picture.originalUrl))
  const small = useFileUrl(webUrl(picture.thumbnailUrl || picture.originalUrl))
  const { width, height } = picture
  const shape =
    isAlone && width && height
      ? { aspectRatio: `${width} / ${height}`, width: `${fitWidth(width, height)}px` }
      : {}
  return (
    <a class="thumbnail" style={shape} href={full} target="_blank" rel="noopener noreferrer nofollow">
      {small && <img src={small} alt={text.kinds.image} loading="lazy" />}
    </a>
  )
}

const MAX_WIDTH = 300
const MAX_HEIGHT = 340

function fitWidth(width: number, height: number): number {
  return Math.round(Math.max(96, Math.min(width, MAX_WIDTH, (MAX_HEIGHT * width) / height)))
}

function webUrl(url: string | undefined): string | undefined {
  return url && /^(https?:\/\/|\/)/i.test(url) ? url : undefined
}

function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} KB`
  return `${(bytes / 1e6).toFixed(1)} MB`
}

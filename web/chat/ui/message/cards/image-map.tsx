import { useState } from "preact/hooks"
import { type Loose, numberOf, objectOf, objectsOf, wordsOf } from "../../../state/loose-values.ts"
import { webUrl } from "../../../state/web-urls.ts"
import { text } from "../../../text/text.ts"
import type { Message } from "../../../wire/models.ts"
import { useFileUrl } from "../use-file-url.ts"
import { ActionButton } from "./acting.tsx"

const MOST_AREAS = 50
const WIDEST = 1040

/** A picture with places to touch. LINE's addresses name a folder with one file for each width. */
export function ImageMap({ message, template }: { message: Message; template: Loose }) {
  const [isPlain, setPlain] = useState(false)
  const base = webUrl(template.baseUrl)
  const { url, isBroken, onError } = useFileUrl(
    isPlain ? base : base && `${base.replace(/\/$/, "")}/${WIDEST}`,
  )
  const size = objectOf(template.baseSize)
  const width = numberOf(size.width, 1, 10_000) ?? WIDEST
  const height = numberOf(size.height, 1, width * 4) ?? WIDEST
  return (
    <div class="image-map" style={{ aspectRatio: `${width} / ${height}` }}>
      {url && !(isBroken && isPlain) && (
        <img
          src={url}
          alt={wordsOf(template.altText) || text.message.card}
          draggable={false}
          onError={() => (isPlain ? onError() : setPlain(true))}
        />
      )}
      {objectsOf(template.actions, MOST_AREAS).map((action, n) => (
        <ActionButton
          key={n}
          message={message}
          action={action}
          class="image-area"
          label={wordsOf(action.label) || wordsOf(action.text) || text.message.link}
          style={areaOf(objectOf(action.area), width, height)}
        >
          {""}
        </ActionButton>
      ))}
    </div>
  )
}

/** In parts of the whole, so that it fits whatever size the picture is shown in. */
function areaOf(area: Loose, width: number, height: number) {
  const part = (value: unknown, whole: number) => `${((numberOf(value, 0, whole) ?? 0) / whole) * 100}%`
  return {
    left: part(area.x, width),
    top: part(area.y, height),
    width: part(area.width, width),
    height: part(area.height, height),
  }
}

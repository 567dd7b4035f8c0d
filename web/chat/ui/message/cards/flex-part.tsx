import type { ComponentType } from "preact"
import { type Loose, objectsOf } from "../../../state/loose-values.ts"
import type { Message } from "../../../wire/models.ts"
import { Touchable } from "./acting.tsx"
import { FlexInput, FlexRating } from "./flex-answers.tsx"
import { FlexIcon, FlexImage, FlexVideo } from "./flex-media.tsx"
import { FlexButton, FlexText } from "./flex-words.tsx"
import { boxStyle, colour, gap, placeStyle, type Style } from "./styles.ts"

export interface PartProps {
  message: Message
  part: Loose
  style: Style
  /** How many boxes stand around it. */
  depth: number
  /** Its box puts its parts side by side. */
  isAcross: boolean
}

const DEEPEST = 12
const MOST_PARTS = 60

const PARTS = new Map<unknown, ComponentType<PartProps>>([
  ["box", FlexBox],
  ["text", FlexText],
  ["image", FlexImage],
  ["icon", FlexIcon],
  ["button", FlexButton],
  ["video", FlexVideo],
  ["separator", Separator],
  ["filler", Room],
  ["spacer", Room],
  ["input", FlexInput],
  ["rating", FlexRating],
])

/** One part of a flex card; what is not known is left out. */
export function FlexPart(props: PartProps) {
  const Part = PARTS.get(props.part.type)
  return Part && props.depth < DEEPEST ? <Part {...props} /> : null
}

function FlexBox({ message, part, style, depth }: PartProps) {
  const isAcross = part.layout === "horizontal" || part.layout === "baseline"
  const parts = objectsOf(part.contents, MOST_PARTS)
  return (
    <Touchable
      message={message}
      action={part.action}
      class={isAcross ? "flex-box across" : "flex-box"}
      style={{ ...style, ...boxStyle(part) }}
    >
      {parts.map((inner, n) => (
        <FlexPart
          key={n}
          message={message}
          part={inner}
          depth={depth + 1}
          isAcross={isAcross}
          style={placeStyle(inner, isAcross, gap(inner.margin) ?? (n > 0 ? gap(part.spacing) : undefined))}
        />
      ))}
    </Touchable>
  )
}

function Separator({ part, style, isAcross }: PartProps) {
  const line = isAcross ? "flex-separator standing" : "flex-separator"
  return <div class={line} style={{ ...style, backgroundColor: colour(part.color) }} />
}

/** Nothing but room: what is left for a filler, a step for a spacer. */
function Room({ part, style }: PartProps) {
  const step = gap(part.size) ?? "8px"
  return (
    <div
      style={part.type === "filler" ? { ...style, flexGrow: 1 } : { ...style, width: step, height: step }}
    />
  )
}

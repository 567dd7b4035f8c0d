import { type Loose, objectOf, objectsOf } from "../../../state/loose-values.ts"
import { text } from "../../../text/text.ts"
import type { Message } from "../../../wire/models.ts"
import { Touchable } from "./acting.tsx"
import { FlexPart } from "./flex-part.tsx"
import { Row } from "./row.tsx"
import { colour } from "./styles.ts"

const MOST_BUBBLES = 20
const BLOCKS = ["header", "hero", "body", "footer"] as const
const WIDTHS: Record<string, number> = {
  ...{ nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 },
}

interface FlexProps {
  message: Message
  contents: Loose
}

/** A flex card, drawn on white paper in every theme: its colours were chosen for that. */
export function FlexCard({ message, contents }: FlexProps) {
  if (contents.type !== "carousel") return <Bubble message={message} contents={contents} />
  const bubbles = objectsOf(contents.contents, MOST_BUBBLES)
  return (
    <Row label={text.message.cards(bubbles.length)}>
      {bubbles.map((bubble, n) => (
        <Bubble key={n} message={message} contents={bubble} />
      ))}
    </Row>
  )
}

function Bubble({ message, contents }: FlexProps) {
  const width = Object.hasOwn(WIDTHS, String(contents.size)) ? WIDTHS[String(contents.size)] : WIDTHS.mega
  const looks = objectOf(contents.styles)
  return (
    <div
      class="flex-bubble"
      dir={contents.direction === "rtl" ? "rtl" : "ltr"}
      style={{ width: `${width}px` }}
    >
      <Touchable message={message} action={contents.action} class="flex-bubble-inside">
        {BLOCKS.map(name => {
          const part = objectOf(contents[name])
          const { backgroundColor, separator, separatorColor } = objectOf(looks[name])
          if (!part.type) return null
          return (
            <div key={name} class={`flex-block ${name}`} style={{ backgroundColor: colour(backgroundColor) }}>
              {separator === true && (
                <div class="flex-separator" style={{ backgroundColor: colour(separatorColor) }} />
              )}
              <FlexPart message={message} part={part} style={{}} depth={0} isAcross={false} />
            </div>
          )
        })}
      </Touchable>
    </div>
  )
}

import { numberOf, objectsOf, wordsOf } from "../../../state/loose-values.ts"
import { ActionButton, Touchable } from "./acting.tsx"
import type { PartProps } from "./flex-part.tsx"
import { colour, type Style, textStyle } from "./styles.ts"

const LONGEST = 5000
const MOST_SPANS = 100

export function FlexText({ message, part, style }: PartProps) {
  const spans = objectsOf(part.contents, MOST_SPANS).filter(({ type }) => type === "span")
  const lines = numberOf(part.maxLines, 1, 1000)
  const looks: Style = { ...style, ...textStyle(part), ...(lines ? { WebkitLineClamp: lines } : {}) }
  const shape = part.wrap === true ? "flex-text wrapped" : "flex-text"
  return (
    <Touchable
      message={message}
      action={part.action}
      class={lines ? `${shape} limited` : shape}
      style={looks}
    >
      <span dir="auto">
        {spans.length > 0
          ? spans.map((span, n) => (
              <span key={n} style={textStyle(span)}>
                {wordsOf(span.text).slice(0, LONGEST)}
              </span>
            ))
          : wordsOf(part.text).slice(0, LONGEST)}
      </span>
    </Touchable>
  )
}

const STYLES: Record<string, { ink: string; ground?: string }> = {
  primary: { ink: "#ffffff", ground: "#17803d" },
  secondary: { ink: "#111111", ground: "#dcdfe5" },
}

export function FlexButton({ message, part, style }: PartProps) {
  const kind = part.style === "primary" || part.style === "secondary" ? STYLES[part.style] : undefined
  const own = colour(part.color)
  const looks: Style = {
    ...style,
    color: kind ? kind.ink : (own ?? "#2f5688"),
    backgroundColor: kind && (own ?? kind.ground),
  }
  const size = part.height === "sm" ? "flex-button small" : "flex-button"
  return <ActionButton message={message} action={part.action} class={size} style={looks} />
}

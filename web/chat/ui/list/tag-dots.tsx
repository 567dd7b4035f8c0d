import { tagColour, tagsOf } from "../../state/labels.ts"
import { text } from "../../text/text.ts"
import type { Room } from "../../wire/models.ts"
import { tintOf } from "../parts/avatar.tsx"

const MOST = 3

/** The user's tags on a room: their colours, with the names for who asks. */
export function TagDots({ room }: { room: Room }) {
  const tags = tagsOf(room)
  if (tags.length === 0) return null
  const words = text.list.tagged(tags)
  return (
    <span class="tag-dots" role="img" aria-label={words} title={words}>
      {tags.slice(0, MOST).map(tag => (
        <TagDot key={tag} tag={tag} colour={tagColour(room, tag)} />
      ))}
    </span>
  )
}

/** A tag without a colour of its own gets one by its name. */
export function TagDot({ tag, colour }: { tag: string; colour?: string }) {
  return <i class={`tag-dot ${tintOf(tag)}`} style={colour ? { background: colour } : undefined} />
}

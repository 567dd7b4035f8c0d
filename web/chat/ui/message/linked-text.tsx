import { textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { splitText, type TextPart } from "../../state/text-parts.ts"
import type { Client, Message } from "../../wire/models.ts"

/** Text as it was written: links can be followed, mentions carry names, nothing else has a meaning. */
export function LinkedText({ message, members }: { message: Message; members: Client[] }) {
  const named = members.filter(({ _id }) => message.mentions?.includes(_id))
  const names = new Map(named.map(member => [member._id, nameOf(member)]))
  return <span class="words">{splitText(textOf(message), names).map(drawPart)}</span>
}

function drawPart(part: TextPart) {
  if (part.kind === "mention") return <b class="mention">{part.text}</b>
  if (part.kind === "text") return part.text
  return (
    <a href={part.text} target="_blank" rel="noopener noreferrer nofollow">
      {part.text}
    </a>
  )
}

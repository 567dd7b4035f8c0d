import { wordsOf } from "../../state/loose-values.ts"
import { extraOf, textOf } from "../../state/message-kinds.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { Words } from "./linked-text.tsx"
import { Thumbnail } from "./pictures.tsx"

/** A link with what its sender tells of the page behind it. Nothing is fetched to find out more. */
export function LinkCard({ message }: { message: Message }) {
  const extra = extraOf(message)
  const url = webUrl(message.url) ?? webUrl(textOf(message).trim())
  const words = textOf(message)
  const picture = webUrl(Array.isArray(extra.images) ? extra.images[0] : (extra.images ?? extra.image))
  const title = wordsOf(extra.title)
  if (!url) return <Words words={words || title || text.message.link} />
  return (
    <>
      {words && words.trim() !== url && words.trim() !== message.url && <Words words={words} />}
      <a class="link-card" href={url} target="_blank" rel="noopener noreferrer nofollow">
        {picture && (
          <span class="link-picture">
            <Thumbnail picture={{ originalUrl: picture }} />
          </span>
        )}
        <span class="link-text">
          <b dir="auto">{title || hostOf(url)}</b>
          {wordsOf(extra.description) && <span dir="auto">{wordsOf(extra.description).slice(0, 400)}</span>}
          <small>{hostOf(url)}</small>
        </span>
      </a>
    </>
  )
}

function hostOf(url: string): string {
  return new URL(url, location.href).host.replace(/^www\./, "")
}
